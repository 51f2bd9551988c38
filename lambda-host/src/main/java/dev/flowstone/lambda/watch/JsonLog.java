package dev.flowstone.lambda.watch;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes logs as JSON, one object a line: `timestamp`, `level`, `message`, and whatever else is
/// known. The first two are in the form that Lambda filters lines by
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html>).
///
/// No line holds an input, a result, a signal or a source by itself: only names, counts, times and
/// what handlers themselves choose to log. Fields whose names are to be redacted keep their names
/// and lose their values, at any depth.
public final class JsonLog {
  private static final int LONGEST_TEXT = 16_384;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 30;
  private static final String HIDDEN = "***";

  private final Consumer<String> out;
  private final InstantSource clock;
  private final Level least;
  private final Set<String> redacted;

  public JsonLog(Consumer<String> out, InstantSource clock, Level least, Set<String> redacted) {
    this.out = out;
    this.clock = clock;
    this.least = least;
    this.redacted =
        redacted.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /// Lines of a stream, each written at once.
  public static Consumer<String> to(PrintStream stream) {
    return line -> {
      synchronized (stream) {
        stream.println(line);
      }
    };
  }

  public boolean writes(Level level) {
    return least != Level.OFF && level.getSeverity() >= least.getSeverity();
  }

  public void log(Level level, String message, Map<String, ?> fields) {
    log(level, message, fields, null);
  }

  public void log(Level level, String message, Map<String, ?> fields, @Nullable Throwable cause) {
    if (!writes(level)) {
      return;
    }
    Map<Value, Value> line = new LinkedHashMap<>();
    put(line, "timestamp", new Value.Text(clock.instant().toString()));
    put(line, "level", new Value.Text(level == Level.WARNING ? "WARN" : level.getName()));
    put(line, "message", text(message));
    fields.forEach((name, value) -> line.putIfAbsent(new Value.Text(name), value(name, value)));
    if (cause != null) {
      put(line, "error", text(cause.getClass().getName()));
      put(line, "stack", text(stack(cause)));
    }
    out.accept(json(new Value.Fields(line)));
  }

  /// A line that is no log entry, such as one of metrics.
  void raw(Value.Fields line) {
    out.accept(json(line));
  }

  private Value value(String name, @Nullable Object value) {
    return redacted.contains(name.toLowerCase(Locale.ROOT)) ? new Value.Text(HIDDEN) : value(value);
  }

  private Value value(@Nullable Object value) {
    return switch (value) {
      case null -> Value.Null.NULL;
      case Value.Fields(Map<Value, Value> entries) -> {
        Map<Value, Value> shown = new LinkedHashMap<>();
        entries.forEach((key, each) -> {
          String name = key instanceof Value.Text(String text) ? text : key.toString();
          shown.put(new Value.Text(name), value(name, each));
        });
        yield new Value.Fields(shown);
      }
      case Value.Items(var values) ->
          new Value.Items(values.stream().map(each -> value((Object) each)).toList());
      case Value.Text(String text) -> text(text);
      case Value known -> known;
      case Boolean yes -> new Value.Bool(yes);
      case Integer number -> new Value.Int(number);
      case Long number -> new Value.Int(number);
      case BigInteger number -> new Value.BigInt(number);
      case BigDecimal number -> text(number.toString());
      case Number number when Double.isFinite(number.doubleValue()) ->
          Value.Double.of(number.doubleValue());
      case Map<?, ?> map -> {
        Map<Value, Value> shown = new LinkedHashMap<>();
        map.forEach((key, each) -> {
          String name = String.valueOf(key);
          shown.put(new Value.Text(name), value(name, each));
        });
        yield new Value.Fields(shown);
      }
      case Iterable<?> items -> {
        List<Value> shown = new ArrayList<>();
        items.forEach(each -> shown.add(value(each)));
        yield new Value.Items(shown);
      }
      default -> text(value.toString());
    };
  }

  private static void put(Map<Value, Value> line, String name, Value value) {
    line.put(new Value.Text(name), value);
  }

  private static Value text(String text) {
    return new Value.Text(
        text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
  }

  /// Types and places only: what a throwable says may quote what it was working on.
  private static String stack(Throwable cause) {
    StringBuilder text = new StringBuilder();
    Throwable each = cause;
    for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "caused by ").append(each.getClass().getName()).append('\n');
      StackTraceElement[] frames = each.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        text.append("  at ").append(frames[i]).append('\n');
      }
      each = each.getCause();
    }
    return text.toString().stripTrailing();
  }

  private static String json(Value.Fields line) {
    return switch (ValueJson.render(line)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused refused ->
          "{\"level\":\"ERROR\",\"message\":\"a log line could not be written\"}";
    };
  }
}
