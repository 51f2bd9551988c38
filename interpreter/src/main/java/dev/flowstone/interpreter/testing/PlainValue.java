package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;

/// Values as they are once they have left a workflow or come into it: plain JSON.
final class PlainValue {

  private PlainValue() {}

  /// The value as JSON would carry it: timestamps and durations are text. What has no JSON stays as
  /// it is.
  static Value of(Value value) {
    return ValueJson.render(value) instanceof ValueJson.Rendered.Ok(String json)
            && ValueJson.parse(json) instanceof ValueJson.Parsed.Ok(Value plain)
        ? plain
        : value;
  }
}
