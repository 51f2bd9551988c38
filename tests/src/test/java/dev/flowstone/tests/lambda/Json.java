package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;

/// JSON of requests and answers, which is always well formed here.
final class Json {

  private Json() {}

  static String of(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  static Value read(String json) {
    return switch (ValueJson.parse(json)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem ->
          throw new AssertionError(problem.describe() + ": " + json);
    };
  }
}
