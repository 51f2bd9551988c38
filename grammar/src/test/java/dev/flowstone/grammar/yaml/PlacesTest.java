package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// An error in an expression points at the sign where it is, however the scalar around it is
/// written.
///
/// In each text the one `@`, which no expression has, is the error; it is looked for in the source.
class PlacesTest {

  private record Case(String title, String yaml) {}

  private static final String HEAD = "workflow: w\ndo:\n";

  private static Case value(String title, String scalar) {
    return new Case(title, HEAD + "  - set:\n      x: " + scalar + "\n");
  }

  private static Case condition(String title, String scalar) {
    return new Case(title, HEAD + "  - if: " + scalar + "\n    then: []\n");
  }

  private static List<Case> cases() {
    List<Case> all = new ArrayList<>();
    all.add(value("plain", "a ${b @} c"));
    all.add(value("plain over two lines", "a\n        b ${c @} d"));
    all.add(value("plain over an empty line", "a\n\n\n        b ${c @} d"));
    all.add(value("plain with blanks at line ends", "a   \n        b   c ${d @} e"));
    all.add(value("plain whole", "${b @}"));
    all.add(value("plain with the expression over two lines", "a ${b +\n        c @} d"));
    all.add(value("single quotes", "'a ${b @} c'"));
    all.add(value("single quotes with doubled ones", "'it''s ''${b @}'' c'"));
    all.add(value("single quotes with a doubled one inside", "'${f(''x'') @}'"));
    all.add(value("single quotes over lines", "'a\n\n   b ''\n  c ${d @}'"));
    all.add(value("double quotes", "\"a ${b @} c\""));
    all.add(value("double quotes with escapes", "\"\\t\\\"\\\\ \\u00e9\\x41 ${b @} c\""));
    all.add(value("double quotes with a wide escape", "\"\\U0001F600 ${b @} c\""));
    all.add(value("double quotes with escapes inside", "\"${f(\\\"\\u0041\\\") @} c\""));
    all.add(value("double quotes over lines", "\"a\n  b\n\n  c ${d @}\""));
    all.add(value("double quotes with continued lines", "\"a \\\n     b\\\n  \\ c ${d @}\""));
    all.add(value("wide signs before", "\"😀 é 😀 ${b @}\""));
    all.add(value("literal", "|\n        a\n        b ${c @} d"));
    all.add(
        value("literal with deeper lines", "|\n        a\n          b\n\n            ${c @} d"));
    all.add(value("literal with an indentation sign", "|2\n          a\n        b ${c @} d"));
    all.add(value("literal with a comment at its head", "| # ${\n        a ${c @} d"));
    all.add(value("literal that is kept", "|+\n        a ${c @} d\n\n"));
    all.add(value("literal that is stripped", "|-\n\n\n        a ${c @} d"));
    all.add(value("folded", ">\n        a\n        b ${c @} d"));
    all.add(value("folded with paragraphs", ">-\n        a\n        b\n\n        c ${d @} e"));
    all.add(
        value(
            "folded with deeper lines", ">\n        a\n          b\n         c\n        d ${e @}"));
    all.add(value("folded with a blank at a line end", ">\n        a \n        b ${c @} d"));
    all.add(value("in braces", "{y: [1, 'a ${b @}']}"));
    all.add(value("a key", "{\"${b @}\": 1}"));
    all.add(condition("bare plain", "a > b @"));
    all.add(condition("bare plain over lines", "a\n        && b @"));
    all.add(condition("bare in single quotes", "'a == \"it''s\" @'"));
    all.add(condition("bare in double quotes", "\"a == \\\"\\u0041\\\" @\""));
    all.add(condition("bare literal", "|\n      a\n      && b @"));
    all.add(condition("bare folded", ">\n      a\n      && b @"));
    all.add(condition("wrapped", "\"${a @}\""));
    all.add(condition("wrapped with blanks", "' ${a @} '"));
    List<Case> allEnds = new ArrayList<>(all);
    all.forEach(c -> allEnds.add(new Case(c.title + ", CRLF", c.yaml.replace("\n", "\r\n"))));
    all.forEach(c -> allEnds.add(new Case(c.title + ", CR", c.yaml.replace('\n', '\r'))));
    all.forEach(c -> allEnds.add(new Case(c.title + ", byte order mark", "\uFEFF" + c.yaml)));
    return allEnds;
  }

  @TestFactory
  List<DynamicTest> pointsAtTheSign() {
    return cases().stream()
        .map(c -> DynamicTest.dynamicTest(c.title, () -> check(c.yaml)))
        .toList();
  }

  private static void check(String yaml) {
    SourceText source = new SourceText("w.flow.yaml", yaml);
    int at = yaml.indexOf('@');
    List<Span> spans =
        YamlParser.parse(source).diagnostics().stream().map(Diagnostic::span).toList();
    assertEquals(List.of(new Span(at, at + 1)), spans, () -> "in\n" + yaml);
  }

  @TestFactory
  List<DynamicTest> pointsAtTypesAndDurations() {
    List<Case> all =
        List.of(
            new Case("a type in quotes", "workflow: w\ninput:\n  x: '{''a b'': @}'\ndo: []\n"),
            new Case("a default", "workflow: w\ninput:\n  x: int = @\ndo: []\n"),
            new Case("an output", "workflow: w\noutput: \"[\\u0069nt@]\"\ndo: []\n"));
    return all.stream().map(c -> DynamicTest.dynamicTest(c.title, () -> check(c.yaml))).toList();
  }
}
