package dev.flowstone.cli.terminal;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.Iterator;
import java.util.Map;

/// JSON laid out for people who read it all the same: two spaces a level, short things in one line.
public final class JsonLayout {

  private static final int WIDTH = 80;

  private final StringBuilder out = new StringBuilder();

  private JsonLayout() {}

  /// The value over as many lines as it needs.
  public static String indented(Value value) {
    JsonLayout layout = new JsonLayout();
    layout.value(value, 0);
    return layout.out.toString();
  }

  /// The value in one line. What has no JSON (an infinity, a map with other keys than text) becomes
  /// a string that says so.
  public static String line(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          line(new Value.Text("no JSON: " + message + " at " + path));
    };
  }

  private void value(Value value, int depth) {
    switch (value) {
      case Value.Items(var items) when !items.isEmpty() && !isShort(value, depth) -> {
        out.append("[\n");
        Iterator<Value> rest = items.iterator();
        while (rest.hasNext()) {
          indent(depth + 1);
          value(rest.next(), depth + 1);
          out.append(rest.hasNext() ? ",\n" : "\n");
        }
        indent(depth);
        out.append(']');
      }
      case Value.Fields(var entries)
          when !entries.isEmpty() && (depth == 0 || !isShort(value, depth)) -> {
        out.append("{\n");
        Iterator<Map.Entry<Value, Value>> rest = entries.entrySet().iterator();
        while (rest.hasNext()) {
          Map.Entry<Value, Value> entry = rest.next();
          indent(depth + 1);
          out.append(line(entry.getKey())).append(": ");
          value(entry.getValue(), depth + 1);
          out.append(rest.hasNext() ? ",\n" : "\n");
        }
        indent(depth);
        out.append('}');
      }
      case Value.Items _,
          Value.Fields _,
          Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          out.append(line(value));
    }
  }

  private static boolean isShort(Value value, int depth) {
    return size(value, WIDTH - 2 * depth) >= 0;
  }

  /// What is left of `room` after the value, negative where it does not fit: a large value is not
  /// written out only to be measured.
  private static int size(Value value, int room) {
    return switch (value) {
      case Value.Items(var items) -> {
        int left = room - 2;
        for (Value item : items) {
          left = left < 0 ? left : size(item, left - 1);
        }
        yield left;
      }
      case Value.Fields(var entries) -> {
        int left = room - 2;
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
          left = left < 0 ? left : size(entry.getValue(), size(entry.getKey(), left - 2));
        }
        yield left;
      }
      case Value.Text(String text) -> room - text.length() - 2;
      case Value.Null _, Value.Bool _ -> room - 4;
      case Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          room - 8;
    };
  }

  private void indent(int depth) {
    out.append("  ".repeat(depth));
  }
}
