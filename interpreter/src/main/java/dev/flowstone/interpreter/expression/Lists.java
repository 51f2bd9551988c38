package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions of lists and maps.
final class Lists {

  private static final int MAX_FLATTEN = 256;

  private final Meter meter;

  Lists(Meter meter) {
    this.meter = meter;
  }

  private Value list(List<Value> values) {
    return meter.container(new Value.Items(values), values.size());
  }

  Value in(Value value, Value container) {
    return switch (container) {
      case Value.Items(List<Value> values) -> {
        for (Value element : values) {
          if (Comparison.equal(value, element, meter)) {
            yield Evaluator.TRUE;
          }
        }
        yield Evaluator.FALSE;
      }
      case Value.Fields fields -> Evaluator.bool(Evaluator.containsKey(fields, value));
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          throw Failure.overload(
              () -> "after 'in' comes a list or a map, saw " + Kinds.of(container));
    };
  }

  /// Keeps the first of equal elements. Texts, ints and bools are found by their hash; a number or
  /// a container is compared with each that was kept.
  Value distinct(List<Value> values) {
    List<Value> kept = new ArrayList<>();
    List<Value> compared = new ArrayList<>();
    Set<Value> seen = new HashSet<>();
    boolean onlyInts =
        values.stream().noneMatch(v -> v instanceof Value.Double || v instanceof Value.BigInt);
    for (Value value : values) {
      meter.step();
      boolean hashed =
          value instanceof Value.Text
              || value instanceof Value.Bool
              || (onlyInts && value instanceof Value.Int);
      boolean isNew =
          hashed
              ? seen.add(value)
              : compared.stream().noneMatch(other -> Comparison.equal(value, other, meter));
      if (isNew) {
        kept.add(value);
        if (!hashed) {
          compared.add(value);
        }
      }
    }
    return list(kept);
  }

  Value flatten(List<Value> values, long depth) {
    if (depth < 0) {
      throw Failure.invalid("a list cannot be flattened " + depth + " deep");
    }
    List<Value> flat = new ArrayList<>();
    flatten(values, (int) Math.min(depth, MAX_FLATTEN), flat);
    return list(flat);
  }

  private void flatten(List<Value> values, int depth, List<Value> flat) {
    meter.reserve((long) Meter.SLOT * (flat.size() + values.size()));
    for (Value value : values) {
      if (depth > 0 && value instanceof Value.Items(List<Value> inner)) {
        meter.step();
        flatten(inner, depth - 1, flat);
      } else {
        flat.add(value);
      }
    }
    meter.copy(values.size());
  }

  Value range(long count) {
    if (count < 0 || count > Meter.MAX_STEPS) {
      throw Failure.range("lists.range(n) takes 0 to " + Meter.MAX_STEPS + ", saw " + count);
    }
    meter.copy((int) count);
    List<Value> values = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      values.add(new Value.Int(i));
    }
    return list(values);
  }

  Value slice(List<Value> values, long from, long to) {
    if (from < 0 || to < from || to > values.size()) {
      throw Failure.range(
          "a list of " + values.size() + " has no slice from " + from + " to " + to);
    }
    return list(values.subList((int) from, (int) to));
  }

  Value reverse(List<Value> values) {
    return list(values.reversed());
  }

  Value sort(List<Value> values) {
    List<Value> sorted = new ArrayList<>(values);
    if (sorted.size() == 1) {
      Comparison.order(sorted.getFirst(), sorted.getFirst(), meter);
    }
    sorted.sort((left, right) -> Comparison.sorted(left, right, meter));
    return list(sorted);
  }

  Value first(List<Value> values) {
    return new Value.Maybe(values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst()));
  }

  Value last(List<Value> values) {
    return new Value.Maybe(values.isEmpty() ? Optional.empty() : Optional.of(values.getLast()));
  }

  /// All entries of both, those of the right one winning; the order is that of first appearance.
  Value merge(Map<Value, Value> left, Map<Value, Value> right) {
    Map<Value, Value> all = new LinkedHashMap<>(left);
    all.putAll(right);
    return meter.container(new Value.Fields(all), all.size());
  }

  Value unwrap(List<Value> values) {
    List<Value> present = new ArrayList<>();
    for (Value value : values) {
      Kinds.maybe(value).content().ifPresent(present::add);
    }
    return list(present);
  }
}
