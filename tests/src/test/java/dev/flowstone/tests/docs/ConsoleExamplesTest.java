package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flowstone.tests.docs.Markdown.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every `console` block is typed in: what follows `$ ` is run, and what it prints must be what the
/// page shows.
///
/// The blocks of one page share one empty folder, in which `flow` and `workflows` stand as in the
/// root of the source tree; a block that is named like a file (`flow hello.flow`) is put there
/// under that name. What differs from run to run (times, durations, tokens) is compared by its
/// kind.
final class ConsoleExamplesTest {

  private static final Path ROOT = Markdown.root();

  private static final Pattern FILE = Pattern.compile("[a-z_]+(\\.[a-z]+)+");

  private static final List<Replacement> VARYING =
      List.of(
          new Replacement(
              "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?", "<instant>"),
          new Replacement("\\b\\d{4}-\\d\\d-\\d\\d\\b", "<date>"),
          new Replacement("\\b\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\b", "<time>"),
          new Replacement("\\b\\d+(\\.\\d+)? ?(ms|s)\\b", "<duration>"),
          new Replacement("\\b[A-Za-z0-9_-]{8,}\\.\\d+\\.[A-Za-z0-9_-]{16,}", "<token>"),
          new Replacement("\\b[0-9a-f]{12,64}\\b", "<hash>"),
          new Replacement("[ \\t]+", " "));

  private record Replacement(Pattern pattern, String by) {
    Replacement(String pattern, String by) {
      this(Pattern.compile(pattern), by);
    }
  }

  /// What the launcher says while it builds is no part of an example.
  @BeforeAll
  static void flowIsBuilt() throws IOException, InterruptedException {
    run("./flow --version", ROOT);
  }

  @TestFactory
  Stream<DynamicTest> everyConsoleExamplePrintsWhatThePageShows(@TempDir Path folder) {
    return Markdown.all(ROOT).stream()
        .filter(page -> page.blocks().stream().anyMatch(b -> b.language().equals("console")))
        .map(page ->
            dynamicTest(ROOT.relativize(page.file()).toString(), () -> typeIn(page, folder)));
  }

  private static void typeIn(Markdown page, Path folder) throws Exception {
    Path place = Files.createTempDirectory(folder, "page");
    for (String name : List.of("flow", "workflows")) {
      Files.createSymbolicLink(place.resolve(name), ROOT.resolve(name));
    }
    for (Block block : page.blocks()) {
      for (String word : block.words()) {
        if (FILE.matcher(word).matches()) {
          Files.writeString(place.resolve(word), block.text());
        }
      }
      if (block.language().equals("console")) {
        assertEquals(normal(block.text()), normal(session(block, place)), block.place());
      }
    }
  }

  /// The block as a terminal would show it: each command, then what it printed.
  private static String session(Block block, Path place) throws IOException, InterruptedException {
    StringBuilder shown = new StringBuilder();
    for (String command : commands(block)) {
      shown.append("$ ").append(command).append('\n').append(run(command, place));
    }
    return shown.toString();
  }

  private static List<String> commands(Block block) {
    List<String> commands = new ArrayList<>();
    List<String> lines = block.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("$ ")) {
        StringBuilder command = new StringBuilder(lines.get(i).substring(2));
        while (command.toString().endsWith("\\")) {
          command.append('\n').append(lines.get(++i));
        }
        commands.add(command.toString());
      }
    }
    assertFalse(commands.isEmpty(), block.place() + ": a console block without a command");
    return commands;
  }

  private static String run(String command, Path place) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(place.toFile());
    builder.environment().put("NO_COLOR", "1");
    builder.environment().put("FLOWSTONE_WORK", place.resolve("work").toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  private static String normal(String text) {
    String result = text;
    for (Replacement r : VARYING) {
      result = r.pattern().matcher(result).replaceAll(r.by());
    }
    return result
        .lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .reduce("", (a, b) -> a + b + "\n");
  }
}
