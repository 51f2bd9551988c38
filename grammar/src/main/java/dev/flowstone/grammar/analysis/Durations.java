package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.time.Duration;
import java.util.Optional;

/// Durations that are written down, and their bounds: more than nothing, at most 366 days.
public final class Durations {

  static final Duration LONGEST = Duration.ofDays(366);

  private Durations() {}

  static void check(DurationText duration, String what, Report report) {
    check(duration.value(), duration.text(), duration.span(), what, report);
  }

  /// An expression that is a literal can be judged now; any other is judged when it runs.
  static void check(Expr expr, String what, Report report) {
    if (expr instanceof Expr.Duration(DurationText duration, var _)) {
      check(duration, what, report);
    }
  }

  /// The value of an expression that is a duration written out.
  public static Optional<Duration> literal(Expr expr) {
    if (expr instanceof Expr.Duration(DurationText duration, var _)) {
      return Optional.of(duration.value());
    }
    return Optional.empty();
  }

  private static void check(Duration value, String text, Span span, String what, Report report) {
    if (value.isNegative()) {
      report.add(Code.DURATION_BOUNDS, what + " cannot be negative: " + Words.shown(text), span);
    } else if (value.isZero()) {
      report.add(Code.DURATION_BOUNDS, what + " cannot be zero: " + Words.shown(text), span);
    } else if (value.compareTo(LONGEST) > 0) {
      report.add(
          Code.DURATION_BOUNDS,
          what + " cannot be longer than 366 days: " + Words.shown(text),
          span);
    }
  }
}
