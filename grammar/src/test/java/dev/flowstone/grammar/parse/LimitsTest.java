package dev.flowstone.grammar.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deep and huge files end in diagnostics, in time and without a full stack.
class LimitsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int DEEP = 100_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = (",
        "x = [",
        "x = {a:",
        "x = !",
        "x = -",
        "x = !-",
        "x = f(",
        "x = a[",
        "x = a.b(",
        "x = a?b:",
        "x = a?(",
        "x = \"${",
        "x = '''${",
        "x = a.",
        "x = a[0]",
        "x = 1+",
        "x = a in ",
        "output [",
        "output {",
        "output {a:",
        "scope {\n",
        "if a {\n",
        "if a { } else ",
        "parallel {\n",
        "parallel {{",
        "try {\n",
        "for a in b {\n",
        "while a max 1 {\n",
        "match a { case 1 {\n",
        "step a.b(x: ",
        "x = step a.b() compensate { step ",
        "[",
        "{",
        "(",
        "}",
        "]",
        ")",
        "${",
        "\"",
        "'''",
        "\\",
        "#\n",
        "`",
        "=",
        "x = ",
        "else ",
        "retry ",
        "input {",
        "a: {",
        "wait for s on timeout {\n",
        "x\n",
        "step\n",
        "1",
        "1m",
        "\ud83d\ude00"
      })
  void deepNestingOfAnythingIsADiagnostic(String opening) {
    String text = "workflow w\n" + opening.repeat(DEEP / opening.length());
    Parsed<Workflow> parsed = inTime(text);
    assertFalse(parsed.diagnostics().isEmpty() && parsed.value().isEmpty());
    assertTrue(parsed.diagnostics().size() <= TextParser.MOST_DIAGNOSTICS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = 1\n",
        "step a.b(c: 1)\n  timeout 10s\n",
        "if a {\n  x = \"t ${b}\"\n}\n",
        "# comment\n",
        "\n",
        "x = [1 2]\n",
        "  y = {\n",
        "x = \"abc\n",
        "a b c\n",
        "x = 'a' // b\n",
        "}\n",
        "x = \"\"\"a\n",
        "\u0000",
        "\u20ac"
      })
  void aFileOfOneMebibyteIsReadInTime(String line) {
    String head = "workflow w\n";
    String text = head + line.repeat((TextParser.LONGEST_FILE - head.length()) / line.length());
    Parsed<Workflow> parsed = inTime(text);
    assertTrue(parsed.diagnostics().size() <= TextParser.MOST_DIAGNOSTICS);
  }

  @Test
  void aLargerFileIsRefused() {
    Parsed<Workflow> parsed = inTime("#".repeat(TextParser.LONGEST_FILE + 1));
    assertEquals(List.of(Code.FILE_TOO_LARGE.id()), codes(parsed));
  }

  @Test
  void atMostOneHundredDiagnosticsAreGivenAndTheLastSaysSo() {
    Parsed<Workflow> parsed = inTime("workflow w\n" + "x = [1 2]\n".repeat(1_000));
    assertEquals(TextParser.MOST_DIAGNOSTICS, parsed.diagnostics().size());
    assertEquals(Code.TOO_MANY.id(), codes(parsed).getLast());
  }

  @Test
  void whatIsWithinTheBoundsIsRead() {
    String blocks =
        "scope {\n".repeat(60)
            + "x = "
            + "(".repeat(90)
            + "1"
            + ")".repeat(90)
            + "\n"
            + "}\n".repeat(60);
    assertTrue(inTime("workflow w\n" + blocks).value().isPresent());
    String chain = "x = 1" + " + 1".repeat(99);
    assertTrue(inTime("workflow w\n" + chain).value().isPresent());
  }

  @Test
  void anErrorDoesNotRunIntoTheNextStatement() {
    String good = "step a.b(c: 1)\n  timeout 10s\n";
    String bad = "x = = 1\n";
    Parsed<Workflow> parsed = inTime("workflow w\n" + (good + bad).repeat(20) + good);
    List<Integer> lines =
        parsed.diagnostics().stream()
            .map(it ->
                source("workflow w\n" + (good + bad).repeat(20)).position(it.span().start()).line())
            .toList();
    assertEquals(20, lines.size(), () -> Flows.render(source(""), parsed.diagnostics()));
    for (int i = 0; i < lines.size(); i++) {
      assertEquals(4 + 3 * i, lines.get(i));
    }
  }

  private static Parsed<Workflow> inTime(String text) {
    return assertTimeoutPreemptively(SOON, () -> TextParser.parse(source(text)));
  }

  private static SourceText source(String text) {
    return new SourceText("test.flow", text);
  }

  private static List<String> codes(Parsed<?> parsed) {
    return parsed.diagnostics().stream().map(Diagnostic::code).toList();
  }
}
