package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import java.util.Map;

/// JSON over several lines, for files that people read as differences.
final class IndentedJson {

  private IndentedJson() {}

  static String write(Value value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.append('\n').toString();
  }

  private static void write(Value value, String line, StringBuilder out) {
    if (value instanceof Value.Fields(Map<Value, Value> entries) && !entries.isEmpty()) {
      String before = "{";
      for (Map.Entry<Value, Value> entry : entries.entrySet()) {
        out.append(before).append(line).append("  ").append(inline(entry.getKey())).append(": ");
        write(entry.getValue(), line + "  ", out);
        before = ",";
      }
      out.append(line).append('}');
    } else if (value instanceof Value.Items(List<Value> values)
        && values.stream().anyMatch(element -> element instanceof Value.Fields)) {
      String before = "[";
      for (Value element : values) {
        out.append(before).append(line).append("  ");
        write(element, line + "  ", out);
        before = ",";
      }
      out.append(line).append(']');
    } else {
      out.append(inline(value));
    }
  }

  private static String inline(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          throw new IllegalArgumentException(path + ": " + message);
    };
  }
}
