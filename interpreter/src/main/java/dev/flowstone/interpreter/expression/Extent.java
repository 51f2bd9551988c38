package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.Map;

/// Whether a result may leave: not too deep, not too large, and without optionals.
///
/// A result may hold one value in many places, so that a small structure can be a huge document;
/// here it is counted as the document that it would be.
final class Extent {

  private static final long MAX_SIZE = ValueJson.MAX_BYTES;

  private final Meter meter;
  private final boolean onlyNew;
  private long size;

  private Extent(Meter meter, boolean onlyNew) {
    this.meter = meter;
    this.onlyNew = onlyNew;
  }

  /// Nothing is looked at where nothing was built: what came in may leave.
  static void check(Value value, Meter meter) {
    if (value instanceof Value.Maybe) {
      throw Failure.overload("the result is an optional; use .orValue(…)");
    }
    if (meter.size() > 0 && isContainer(value)) {
      new Extent(meter, false).add(value, 1);
    }
  }

  static boolean mayBeNew(Value value) {
    return isContainer(value) || value instanceof Value.Text;
  }

  /// Counts what was built for the result, everywhere it occurs.
  static void checkNew(Value value, Meter meter) {
    new Extent(meter, true).add(value, 1);
  }

  private static boolean isContainer(Value value) {
    return value instanceof Value.Items || value instanceof Value.Fields;
  }

  private void add(Value value, int depth) {
    if (onlyNew && !meter.isNew(value)) {
      return;
    }
    switch (value) {
      case Value.Text(String text) -> grow(text.length());
      case Value.Items(var values) -> {
        descend(values.size(), depth);
        for (Value element : values) {
          add(element, depth + 1);
        }
      }
      case Value.Fields(var entries) -> {
        descend(entries.size(), depth);
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
          add(entry.getKey(), depth + 1);
          add(entry.getValue(), depth + 1);
        }
      }
      case Value.Maybe _ -> throw Failure.overload("the result holds an optional; use .orValue(…)");
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _ -> {}
    }
  }

  private void descend(int elements, int depth) {
    if (depth > ValueJson.MAX_DEPTH) {
      throw Failure.of(
          EvaluationError.Kind.LIMIT,
          "the result nests more than " + ValueJson.MAX_DEPTH + " deep");
    }
    grow((long) Meter.SLOT * (elements + 1));
  }

  private void grow(long characters) {
    size += characters;
    long most = onlyNew ? Meter.MAX_RESULT : MAX_SIZE;
    if (size > most) {
      throw Failure.of(
          EvaluationError.Kind.LIMIT,
          onlyNew
              ? "the expression builds a result of more than " + (most >> 10) + " KB"
              : "the result has more than " + (most >> 20) + " MB");
    }
  }
}
