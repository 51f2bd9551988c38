package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Expression.Comprehension;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The macros: loops over a list or a map, and the two over an optional. Each turn is a step.
final class Comprehensions {

  private final Evaluator evaluator;
  private final Meter meter;

  Comprehensions(Evaluator evaluator, Meter meter) {
    this.evaluator = evaluator;
    this.meter = meter;
  }

  Value evaluate(Comprehension macro) {
    Value range = evaluator.evaluate(macro.range());
    return switch (macro.kind()) {
      case ALL -> quantified(macro, range, Evaluator.FALSE);
      case EXISTS -> quantified(macro, range, Evaluator.TRUE);
      case EXISTS_ONE -> existsOne(macro, range);
      case FILTER -> filter(macro, range);
      case MAP, TRANSFORM_LIST -> transformed(macro, range);
      case TRANSFORM_MAP -> transformMap(macro, range);
      case TRANSFORM_MAP_ENTRY -> transformMapEntry(macro, range);
      case OPT_MAP ->
          new Value.Maybe(Kinds.maybe(range).content().map(value -> transform(macro, value)));
      case OPT_FLAT_MAP ->
          Kinds.maybe(range)
              .content()
              .map(value -> Kinds.maybe(transform(macro, value)))
              .orElse(new Value.Maybe(Optional.empty()));
      case SORT_BY -> sortBy(macro, range);
    };
  }

  /// One turn of a loop: false ends the loop.
  private interface Turn {
    boolean take(Value first);
  }

  /// Goes over a range with the variables of the macro set. With one variable, `first` is the
  /// element of a list or the key of a map.
  private void each(Comprehension macro, Value range, Turn turn) {
    switch (range) {
      case Value.Items(List<Value> values) -> {
        for (int i = 0; i < values.size(); i++) {
          Value element = values.get(i);
          Value first = macro.second().isPresent() ? new Value.Int(i) : element;
          if (!turned(macro, first, element, turn)) {
            return;
          }
        }
      }
      case Value.Fields(var entries) -> {
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
          if (!turned(macro, entry.getKey(), entry.getValue(), turn)) {
            return;
          }
        }
      }
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          throw Failure.overload(() ->
              "a macro goes over a list or a map, not over a value of type " + Kinds.of(range));
    }
  }

  private boolean turned(Comprehension macro, Value first, Value second, Turn turn) {
    meter.step();
    return evaluator.with(
        macro.first(),
        first,
        () ->
            macro.second().isPresent()
                ? evaluator.with(macro.second().get(), second, () -> turn.take(first))
                : turn.take(first));
  }

  private Value condition(Comprehension macro) {
    return evaluator.evaluate(
        macro.condition().orElseThrow(() -> Failure.invalid("a macro has no condition")));
  }

  private boolean holds(Comprehension macro) {
    return macro.condition().isEmpty() || Kinds.bool(condition(macro));
  }

  private Value transform(Comprehension macro) {
    Expression transform =
        macro.transform().orElseThrow(() -> Failure.invalid("a macro has nothing to give"));
    return evaluator.evaluate(transform);
  }

  private Value transform(Comprehension macro, Value value) {
    return evaluator.with(macro.first(), value, () -> transform(macro));
  }

  /// `all` and `exists`: one element that decides makes the errors of the others irrelevant.
  private Value quantified(Comprehension macro, Value range, Value deciding) {
    boolean[] decided = {false};
    Failure[] error = {null};
    each(
        macro,
        range,
        _ -> {
          try {
            Value value = condition(macro);
            decided[0] = deciding.equals(value);
            Kinds.bool(value);
          } catch (Failure e) {
            Failure mine = Evaluator.absorbable(e);
            error[0] = error[0] == null ? mine : error[0];
          }
          return !decided[0];
        });
    if (decided[0]) {
      return deciding;
    }
    if (error[0] != null) {
      throw error[0];
    }
    return Evaluator.bool(!Kinds.bool(deciding));
  }

  private Value existsOne(Comprehension macro, Value range) {
    int[] count = {0};
    each(
        macro,
        range,
        _ -> {
          count[0] += Kinds.bool(condition(macro)) ? 1 : 0;
          return true;
        });
    return Evaluator.bool(count[0] == 1);
  }

  private Value filter(Comprehension macro, Value range) {
    List<Value> kept = new ArrayList<>();
    each(
        macro,
        range,
        first -> {
          if (holds(macro)) {
            kept.add(first);
          }
          return true;
        });
    return meter.container(new Value.Items(kept), kept.size());
  }

  private Value transformed(Comprehension macro, Value range) {
    List<Value> results = new ArrayList<>();
    each(
        macro,
        range,
        _ -> {
          if (holds(macro)) {
            results.add(transform(macro));
          }
          return true;
        });
    return meter.container(new Value.Items(results), results.size());
  }

  private Value transformMap(Comprehension macro, Value range) {
    Map<Value, Value> results = new LinkedHashMap<>();
    each(
        macro,
        range,
        first -> {
          if (holds(macro)) {
            results.put(first, transform(macro));
          }
          return true;
        });
    return meter.container(new Value.Fields(results), results.size());
  }

  private Value transformMapEntry(Comprehension macro, Value range) {
    Map<Value, Value> results = new LinkedHashMap<>();
    each(
        macro,
        range,
        _ -> {
          if (holds(macro)) {
            Value.Fields entries = Kinds.map(transform(macro));
            meter.steps(entries.entries().size());
            entries
                .entries()
                .forEach((key, value) -> {
                  if (results.put(key, value) != null) {
                    throw Failure.invalid("transformMapEntry gives a key twice");
                  }
                });
          }
          return true;
        });
    return meter.container(new Value.Fields(results), results.size());
  }

  private record Keyed(Value key, Value value) {}

  private Value sortBy(Comprehension macro, Value range) {
    List<Value> values = Kinds.list(range).values();
    List<Keyed> keyed = new ArrayList<>(values.size());
    each(
        macro,
        range,
        first -> {
          keyed.add(new Keyed(transform(macro), first));
          return true;
        });
    if (keyed.size() == 1) {
      Comparison.order(keyed.getFirst().key(), keyed.getFirst().key(), meter);
    }
    keyed.sort((left, right) -> Comparison.sorted(left.key(), right.key(), meter));
    return meter.container(
        new Value.Items(keyed.stream().map(Keyed::value).toList()), keyed.size());
  }
}
