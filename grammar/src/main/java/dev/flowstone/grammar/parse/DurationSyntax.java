package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/// Reads literal durations: whole numbers with the units `d h m s ms`, each at most once, the
/// largest first.
///
/// A day is 24 hours.
public final class DurationSyntax {

  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");
  private static final List<Duration> SIZES =
      List.of(
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1));
  private static final Pattern WHOLE = Pattern.compile("([0-9]+(ms|d|h|m|s))+");
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|d|h|m|s)");
  private static final int MOST_DIGITS = 9;
  private static final int LONGEST = 60;

  private DurationSyntax() {}

  /// The duration of a text such as `2h30m`, with the text's place in the source.
  public static Parsed<DurationText> read(String text, Span span) {
    if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
      return bad("this is not a duration, which is written as in 2h30m or 500ms", span);
    }
    Duration sum = Duration.ZERO;
    int smallest = -1;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      String digits = part.group(1);
      int unit = UNITS.indexOf(part.group(2));
      if (unit <= smallest) {
        return bad(
            "the units of '" + text + "' must go from the largest to the smallest, each once",
            span);
      }
      if (digits.length() > MOST_DIGITS) {
        return bad("the duration '" + text + "' is too long", span);
      }
      smallest = unit;
      sum = sum.plus(SIZES.get(unit).multipliedBy(Long.parseLong(digits)));
    }
    return Parsed.of(new DurationText(sum, text, span), List.of());
  }

  /// The duration of a token; what is wrong with it was reported when it was read.
  static DurationText of(Token token, Problems problems) {
    Span span = problems.span(token);
    String text = token.getText();
    return read(text, span).value().orElseGet(() -> new DurationText(Duration.ZERO, text, span));
  }

  private static Parsed<DurationText> bad(String message, Span span) {
    Diagnostic diagnostic =
        Diagnostic.error(Code.BAD_DURATION.id(), message, span)
            .hint("the units are d, h, m, s and ms, as in 2h30m");
    return Parsed.failed(List.of(diagnostic));
  }
}
