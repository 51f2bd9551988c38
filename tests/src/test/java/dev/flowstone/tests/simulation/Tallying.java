package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the items or branches of one statement have ended so far, and what its policy makes of it.
final class Tallying {
  /// The policy has decided: enough, or this is raised.
  record Decision(Optional<Fault> fault) {}

  private final Join join;
  private final int all;
  private final Map<Integer, Value> values = new TreeMap<>();
  private final Map<Integer, Fault> errors = new TreeMap<>();
  private int successes;

  Tallying(Join join, int all) {
    this.join = join;
    this.all = all;
  }

  void succeeded(int index, Optional<Value> value) {
    successes++;
    value.ifPresent(one -> values.put(index, one));
  }

  void failed(int index, Fault fault) {
    errors.put(index, fault);
  }

  /// What would be decided if that one failed, too.
  Optional<Decision> ifFailed(int index, Fault fault) {
    Tallying then = new Tallying(join, all);
    then.values.putAll(values);
    then.errors.putAll(errors);
    then.successes = successes;
    then.failed(index, fault);
    return then.decision();
  }

  /// Whether an error of an item or a branch is collected, or leaves at once.
  boolean collects() {
    return !(join instanceof Join.All);
  }

  Optional<Decision> decision() {
    return switch (join) {
      case Join.All _ -> errors.values().stream().findFirst().map(Optional::of).map(Decision::new);
      case Join.Settle _ -> Optional.empty();
      case Join.First first -> {
        if (successes >= first.count()) {
          yield Optional.of(new Decision(Optional.empty()));
        }
        yield errors.size() > all - first.count() ? failing("TooFewSucceeded") : Optional.empty();
      }
      case Join.Tolerate tolerate -> {
        double most =
            tolerate.percent()
                ? Math.floor(tolerate.amount() * all / 100 + 1e-9)
                : tolerate.amount();
        yield errors.size() > most ? failing("TooManyFailures") : Optional.empty();
      }
    };
  }

  private static Optional<Decision> failing(String name) {
    return Optional.of(new Decision(Optional.of(Values.fault(name, Optional.empty()))));
  }

  /// What a `for` gives.
  Value ofItems() {
    return switch (join) {
      case Join.All _, Join.First _ -> new Value.Items(new ArrayList<>(values.values()));
      case Join.Settle _, Join.Tolerate _ -> {
        List<Value> each = new ArrayList<>();
        for (int i = 0; i < all; i++) {
          each.add(values.getOrDefault(i, Value.Null.NULL));
        }
        Map<Value, Value> fields = new LinkedHashMap<>();
        fields.put(new Value.Text("values"), new Value.Items(each));
        fields.put(new Value.Text("errors"), errorList());
        yield new Value.Fields(fields);
      }
    };
  }

  /// What a `parallel` gives.
  Value ofBranches() {
    return new Value.Fields(Map.of(new Value.Text("errors"), errorList()));
  }

  private Value errorList() {
    List<Value> list = new ArrayList<>();
    errors.forEach((index, fault) -> {
      Map<Value, Value> fields = new LinkedHashMap<>(Faults.shown(fault).entries());
      fields.put(new Value.Text("index"), new Value.Int(index));
      list.add(new Value.Fields(fields));
    });
    return new Value.Items(list);
  }
}
