package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares values as the language does, and tells where they differ.
final class ValueDiff {

  private static final int MOST = 100;

  private final boolean includes;
  private final List<Difference> found = new ArrayList<>();

  private ValueDiff(boolean includes) {
    this.includes = includes;
  }

  /// The places at which `actual` is not as expected, up to a bound. With `includes` maps may have
  /// more fields than are expected of them.
  static List<Difference> of(Value expected, Value actual, boolean includes) {
    ValueDiff diff = new ValueDiff(includes);
    diff.compare("", expected, actual);
    return List.copyOf(diff.found);
  }

  private void compare(String path, Value expected, Value actual) {
    if (found.size() >= MOST) {
      return;
    }
    if (expected instanceof Value.Fields(var wanted) && actual instanceof Value.Fields(var there)) {
      fields(path, wanted, there);
    } else if (expected instanceof Value.Items(var wanted)
        && actual instanceof Value.Items(var there)) {
      items(path, wanted, there);
    } else if (!Evaluation.equal(expected, actual)) {
      add(path, Optional.of(expected), Optional.of(actual));
    }
  }

  private void fields(String path, Map<Value, Value> wanted, Map<Value, Value> there) {
    wanted.forEach((key, value) -> {
      Value actual = there.get(key);
      String at = path + "." + name(key);
      if (actual == null) {
        add(at, Optional.of(value), Optional.empty());
      } else {
        compare(at, value, actual);
      }
    });
    if (!includes) {
      there.forEach((key, value) -> {
        if (!wanted.containsKey(key)) {
          add(path + "." + name(key), Optional.empty(), Optional.of(value));
        }
      });
    }
  }

  private void items(String path, List<Value> wanted, List<Value> there) {
    for (int i = 0; i < Math.max(wanted.size(), there.size()); i++) {
      String at = path + "[" + i + "]";
      if (i >= there.size()) {
        add(at, Optional.of(wanted.get(i)), Optional.empty());
      } else if (i >= wanted.size()) {
        add(at, Optional.empty(), Optional.of(there.get(i)));
      } else {
        compare(at, wanted.get(i), there.get(i));
      }
    }
  }

  private static String name(Value key) {
    return key instanceof Value.Text(String text) ? text : key.toString();
  }

  private void add(String path, Optional<Value> expected, Optional<Value> actual) {
    if (found.size() < MOST) {
      found.add(new Difference(path, expected, actual));
    }
  }
}
