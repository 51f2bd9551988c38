package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/// Says what is wrong with a token that is an error by itself, such as `10mx`, `1u` or a stray
/// sign.
final class LiteralProblems {

  private static final Pattern UNSIGNED = Pattern.compile("(0[xX][0-9a-fA-F]+|[0-9]+)[uU]");
  private static final Pattern FRACTION_OF_UNIT = Pattern.compile("[0-9]*\\.[0-9]+(d|h|m|s|ms)");
  private static final int SHOWN = 40;

  private static final Map<String, String> MENDS =
      Map.ofEntries(
          Map.entry(";", "a statement ends with its line, without a sign"),
          Map.entry("&", "write '&&' for and"),
          Map.entry("|", "write '||' for or"),
          Map.entry("\u201c", "write text in plain quotes: \"…\""),
          Map.entry("\u201d", "write text in plain quotes: \"…\""),
          Map.entry("\u2018", "write text in plain quotes: '…'"),
          Map.entry("\u2019", "write text in plain quotes: '…'"),
          Map.entry("\u00a0", "this is a no-break space: write a plain one"),
          Map.entry("\ufeff", "this is a byte order mark: remove it"),
          Map.entry("\u2026", "write '..' between the two durations of a backoff"),
          Map.entry("$", "'${…}' is written inside of text only: \"total ${x}\""),
          Map.entry("@", "a name has letters, digits and '_'"),
          Map.entry("`", "a quoted field name is written between two backticks on one line"),
          Map.entry("\\", "a statement goes on over a line end by itself, without a sign"));

  private final Problems problems;

  LiteralProblems(Problems problems) {
    this.problems = problems;
  }

  /// Whether the token is an error by itself, which was reported when it was read.
  static boolean known(Token token) {
    return switch (token.getType()) {
      case FlowLexer.BAD_NUMBER, FlowLexer.BAD_BYTES, FlowLexer.BAD_SIGN, FlowLexer.UNCLOSED_TEXT ->
          true;
      default -> false;
    };
  }

  void check(Token token) {
    Span span = problems.span(token);
    switch (token.getType()) {
      case FlowLexer.BAD_NUMBER -> badNumber(shown(token), span);
      case FlowLexer.DURATION ->
          DurationSyntax.read(token.getText(), span).diagnostics().forEach(problems::add);
      case FlowLexer.BAD_BYTES ->
          problems.add(
              Code.LITERAL_NOT_SUPPORTED,
              "bytes are not supported",
              span,
              Optional.of("write text, and encode what is not text as base64"));
      case FlowLexer.BAD_SIGN -> {
        String sign = token.getText();
        problems.add(
            Code.BAD_SIGN,
            "the sign " + name(sign) + " has no meaning here",
            span,
            Optional.ofNullable(MENDS.get(sign)));
      }
      default -> {}
    }
  }

  private void badNumber(String text, Span span) {
    if (UNSIGNED.matcher(text).matches()) {
      problems.add(
          Code.LITERAL_NOT_SUPPORTED,
          "unsigned numbers such as '" + text + "' are not supported",
          span,
          Optional.of("leave out the letter 'u'"));
    } else if (FRACTION_OF_UNIT.matcher(text).matches()) {
      problems.add(
          Code.BAD_NUMBER,
          "'" + text + "' is not a duration, which has whole numbers only",
          span,
          Optional.of("use a smaller unit, as in 1s500ms"));
    } else {
      problems.add(
          Code.BAD_NUMBER,
          "'" + text + "' is neither a number nor a duration",
          span,
          Optional.of("durations have the units d, h, m, s and ms, as in 2h30m"));
    }
  }

  private static String shown(Token token) {
    String text = token.getText();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  private static String name(String sign) {
    int point = sign.codePointAt(0);
    boolean visible =
        point > ' '
            && Character.isDefined(point)
            && !Character.isISOControl(point)
            && !Character.isWhitespace(point)
            && !Character.isSpaceChar(point)
            && Character.getType(point) != Character.FORMAT
            && Character.getType(point) != Character.SURROGATE;
    return visible ? "'" + sign + "'" : String.format("U+%04X", point);
  }
}
