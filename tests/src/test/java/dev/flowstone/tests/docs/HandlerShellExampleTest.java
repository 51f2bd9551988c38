package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.tests.docs.Markdown.Block;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The handler that docs/handlers.md begins with is compiled by `javac` and run as the page says,
/// with nothing but a folder, a JDK and `flow`.
final class HandlerShellExampleTest {

  private static final Path ROOT = Markdown.root();
  private static final List<Block> BLOCKS =
      Markdown.read(ROOT.resolve("docs/handlers.md")).blocks();

  @Test
  void theFirstHandlerRunsWithoutMaven(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("shop"));
    Files.writeString(folder.resolve("shop/ConvertPrice.java"), first("java").text());
    Files.writeString(folder.resolve("convert.flow"), first("flow").text());
    // "Once ./flow was used", says the page.
    String commands = ROOT.resolve("flow") + " --version &&\n" + first("sh").text();

    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", "-e", "-c", commands.replace("/path/to/flowstone", ROOT.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    String jdk = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", jdk, (path, first) -> first + File.pathSeparator + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), printed);
    assertTrue(printed.contains("SUCCEEDED"), printed);
  }

  private static Block first(String language) {
    return BLOCKS.stream()
        .filter(block -> block.language().equals(language))
        .findFirst()
        .orElseThrow();
  }
}
