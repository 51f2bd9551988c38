package dev.flowstone.grammar.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosticTextTest {

  private static final SourceText SOURCE =
      new SourceText("dir/a.flow", "workflow w\n\nx =\t\u00e9\ud83d\ude00 + yy\n");

  @Test
  void showsThePlaceTheLineTheHintAndWhatHasToDoWithIt() {
    Diagnostic diagnostic =
        Code.UNKNOWN_NAME
            .at("there is no 'yy'", new Span(22, 24))
            .hint("did you mean 'y'?")
            .related("something like it is here", new Span(12, 13));
    assertEquals(
        """
        dir/a.flow:3:10: error: there is no 'yy' [FL103]
          3 | x = \u00e9\ud83d\ude00 + yy
            |          ^^
          hint: did you mean 'y'?
          dir/a.flow:3:1: something like it is here
        """,
        new DiagnosticText(false).render(SOURCE, diagnostic));
  }

  @Test
  void marksWordsWithColourWhereAskedTo() {
    String rendered =
        new DiagnosticText(true).render(SOURCE, Code.NO_ELSE.at("no else", new Span(12, 13)));
    assertTrue(rendered.contains("\u001b[1;33mwarning:\u001b[0m"), rendered);
    assertFalse(
        new DiagnosticText(false)
            .render(SOURCE, Code.NO_ELSE.at("no else", Span.NONE))
            .contains("\u001b"));
  }

  @Test
  void cutsALongLineAroundTheCaret() {
    SourceText source = new SourceText("a.flow", "a".repeat(300) + "!" + "b".repeat(300));
    String rendered =
        new DiagnosticText(false).render(source, Code.BAD_SIGN.at("no", new Span(300, 301)));
    List<String> lines = rendered.lines().toList();
    assertTrue(lines.get(1).length() < 140, lines.get(1));
    assertEquals('!', lines.get(1).charAt(lines.get(2).indexOf('^')));
  }

  @Test
  void neverPassesOnWhatWouldMoveTheCursor() {
    SourceText source = new SourceText("a.flow", "x = \u001b[2J\u202e");
    String rendered =
        new DiagnosticText(false)
            .render(source, Code.BAD_SIGN.at("the sign \u001b", new Span(4, 5)));
    assertFalse(rendered.contains("\u001b") || rendered.contains("\u202e"), rendered);
  }

  @Test
  void aSpanOverManyLinesIsShownByItsFirst() {
    Diagnostic diagnostic = Code.UNEXPECTED.at("all of it", new Span(0, SOURCE.text().length()));
    assertEquals(
        """
        dir/a.flow:1:1: error: all of it [FL001]
          1 | workflow w
            | ^^^^^^^^^^
        """,
        new DiagnosticText(false).render(SOURCE, diagnostic));
  }

  @Test
  void aFindingHasLinesAndColumnsForPrograms() {
    Diagnostic diagnostic =
        Code.UNKNOWN_NAME
            .at("there is no 'yy'", new Span(22, 24))
            .related("here", new Span(12, 13));
    assertEquals(
        new Finding(
            "dir/a.flow",
            3,
            10,
            3,
            12,
            "error",
            "FL103",
            "there is no 'yy'",
            Optional.empty(),
            List.of(new Finding.Place("here", 3, 1))),
        Finding.of(SOURCE, diagnostic));
  }
}
