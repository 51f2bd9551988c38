package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;

/// Values as messages quote them: short, whatever their size.
final class Brief {

  private static final int MAX_LENGTH = 80;

  private Brief() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Span(Duration duration) -> of(duration);
      case Value.Items(var values) when values.size() > 20 -> "a list of " + values.size();
      case Value.Fields(var entries) when entries.size() > 20 -> "a map of " + entries.size();
      case Value.Text(String text) when text.length() > MAX_LENGTH ->
          '"' + text.substring(0, MAX_LENGTH) + "…\"";
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          cut(
              ValueJson.render(value) instanceof ValueJson.Rendered.Ok(String json)
                  ? json
                  : "a value that JSON cannot say");
    };
  }

  /// `2h30m`, as the language writes it.
  static String of(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    var text = new StringBuilder();
    append(text, duration.toDays(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "less than 1ms" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }

  private static String cut(String text) {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
  }
}
