package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  private static final Path PAGE = Path.of("../docs/cli.md");
  private static final String GENERATED =
      "<!-- What follows is written by HelpTest with -Dgolden.update=true. -->\n";

  @TempDir private Path folder;

  static List<String> commands() {
    return Commands.NAMES;
  }

  @Test
  void flowAloneTellsWhatThereIs() {
    Session.Ran ran = new Session(folder).flow();
    assertEquals(0, ran.exitCode());
    Golden.assertIs("help/flow", ran.out());
    assertEquals(ran.out(), new Session(folder).flow("--help").out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    Session.Ran ran = new Session(folder).flow(command, "--help");
    assertEquals(0, ran.exitCode());
    Golden.assertIs("help/" + command, ran.out());
    assertEquals(ran.out(), new Session(folder).flow("help", command).out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandShowsExamplesAndExitCodes(String command) {
    String help = new Session(folder).flow(command, "--help").out();
    assertTrue(help.contains("\nExamples\n"), help);
    assertTrue(help.contains("\nExit codes\n"), help);
  }

  @Test
  void theManualHoldsTheHelpOfEveryCommand() throws IOException {
    String page = Files.readString(PAGE);
    String written = page.substring(0, page.indexOf(GENERATED) + GENERATED.length());
    StringBuilder expected = new StringBuilder(written);
    for (String command : Commands.NAMES) {
      expected
          .append("\n### flow ")
          .append(command)
          .append("\n\n```text\n")
          .append(new Session(folder).flow(command, "--help").out())
          .append("```\n");
    }
    Golden.assertFileIs(PAGE, expected.toString());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    String version = new Session(folder).flow("--version").out();
    assertTrue(version.matches("flow \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java .+\\)\\R"), version);
  }

  @Test
  void aMistypedCommandIsCorrected() {
    Golden.assertIs("mistyped-command", new Session(folder).flow("histroy").transcript());
  }

  @Test
  void aMistypedOptionIsCorrected() {
    Golden.assertIs("mistyped-option", new Session(folder).flow("lint", "--fail-un").transcript());
  }

  @Test
  void theCompletionScriptKnowsTheCommands() {
    String script = new Session(folder).flow("completion").out();
    Commands.NAMES.forEach(name -> assertTrue(script.contains(" " + name), name));
  }
}
