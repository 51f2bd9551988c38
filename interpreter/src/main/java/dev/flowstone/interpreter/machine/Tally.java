package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Join;
import dev.flowstone.grammar.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/// How the items of a `for`, or the branches of a `parallel`, have ended so far, by index.
///
/// `values` are what items yielded, `successes` counts also those that yielded nothing.
public record Tally(int successes, PSortedMap<Integer, Value> values, PSortedMap<Integer, Fault> errors) {

  static final Tally EMPTY = new Tally(0, TreePMap.empty(), TreePMap.empty());

  /// That enough is known: the rest is stopped.
  public sealed interface Verdict {

    /// As many as were asked for have succeeded.
    record Enough() implements Verdict {}

    /// The policy cannot be met any more: this is raised.
    record Failed(Fault fault) implements Verdict {}
  }

  Tally succeeded(int index, Optional<Value> value) {
    return new Tally(
        successes + 1, value.map(v -> values.plus(index, v)).orElse(values), errors);
  }

  Tally failed(int index, Fault fault) {
    return new Tally(successes, values, errors.plus(index, fault));
  }

  /// What the policy says of `all` items or branches, of which these have ended.
  Optional<Verdict> verdict(Join join, int all) {
    return switch (join) {
      case Join.All() ->
          errors.isEmpty()
              ? Optional.empty()
              : Optional.of(new Verdict.Failed(errors.firstEntry().getValue()));
      case Join.Settle() -> Optional.empty();
      case Join.First(int count) -> {
        if (successes >= count) {
          yield Optional.of(new Verdict.Enough());
        }
        yield all - errors.size() >= count
            ? Optional.empty()
            : failed(
                EngineError.TOO_FEW_SUCCEEDED,
                "%d of %d failed: %d cannot succeed any more"
                    .formatted(errors.size(), all, count));
      }
      case Join.TolerateCount(int failures) -> tolerated(failures, all);
      case Join.TolerateShare(double percent) -> tolerated(share(percent, all), all);
    };
  }

  /// Rounded down, by decimal arithmetic: 7 % of 100 are 7.
  private static int share(double percent, int all) {
    return BigDecimal.valueOf(percent)
        .multiply(BigDecimal.valueOf(all))
        .movePointLeft(2)
        .setScale(0, RoundingMode.FLOOR)
        .intValue();
  }

  private Optional<Verdict> tolerated(int failures, int all) {
    return errors.size() <= failures
        ? Optional.empty()
        : failed(
            EngineError.TOO_MANY_FAILURES,
            "%d of %d failed, and %d are tolerated".formatted(errors.size(), all, failures));
  }

  private static Optional<Verdict> failed(EngineError error, String message) {
    return Optional.of(new Verdict.Failed(Fault.of(error, message)));
  }

  /// What a `for` over `all` items gives.
  Value ofItems(Join join, int all) {
    return switch (join) {
      case Join.All(), Join.First _ -> new Value.Items(new ArrayList<>(values.values()));
      case Join.Settle(), Join.TolerateCount _, Join.TolerateShare _ -> {
        var each = new ArrayList<Value>();
        for (int i = 0; i < all; i++) {
          var value = values.get(i);
          each.add(value == null ? Value.Null.NULL : value);
        }
        var fields = new LinkedHashMap<Value, Value>();
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
      var fields = new LinkedHashMap<Value, Value>();
      fields.put(new Value.Text("index"), new Value.Int(index));
      fields.putAll(fault.value().entries());
      list.add(new Value.Fields(fields));
    });
    return new Value.Items(list);
  }
}
