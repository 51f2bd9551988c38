package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a command loads before it does its work: nothing of AWS for an execution on this machine.
class StartUpTest {
  @TempDir private Path folder;

  private List<String> loaded(String... words) throws Exception {
    Path log = folder.resolve("loaded.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.flowstone.cli.Flow"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Files.readAllLines(log);
  }

  private static boolean hasAws(List<String> loaded) {
    return loaded.stream().anyMatch(line -> line.contains("software.amazon.awssdk"));
  }

  @Test
  void aLocalCommandLoadsNothingOfAws() throws Exception {
    Files.writeString(folder.resolve("hello.flow"), "workflow hello\n\nreturn {a: 1}\n");

    List<String> loaded = loaded("run", "hello.flow", "--name", "hello-1");
    assertTrue(loaded.stream().anyMatch(line -> line.contains("cli.command.RunCommand")));
    assertFalse(hasAws(loaded));
    assertFalse(hasAws(loaded("status", "hello-1")));
    assertFalse(hasAws(loaded("list")));
    assertFalse(hasAws(loaded("--help")), "nor does the model of all commands");
  }
}
