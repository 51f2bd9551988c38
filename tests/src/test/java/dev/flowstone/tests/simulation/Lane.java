package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of control of the oracle: the workflow's own, or that of a branch.
final class Lane {
  /// What a redrive goes back to: the scopes as they were, and what to do again.
  record Retry(List<List<Undo>> scopes, Runnable again) {}

  /// An undo that failed for good.
  record Broken(Undo undo, Fault fault) {}

  final @Nullable Lane parent;
  final String path;
  final Map<String, Value> variables = new HashMap<>();
  final List<List<Undo>> scopes = new ArrayList<>();
  final List<Broken> broken = new ArrayList<>();
  Optional<Stop> stop = Optional.empty();
  @Nullable Blocked blocked;
  @Nullable Retry retry;

  /// An error or a stop is on its way out: nothing stops it any more.
  boolean leaving;

  Lane(@Nullable Lane parent, String path) {
    this.parent = parent;
    this.path = path;
    scopes.add(new ArrayList<>());
  }

  List<Undo> scope() {
    return scopes.getLast();
  }

  /// The id of a call made here.
  String instance(String id) {
    return path.isEmpty() ? id : path + "/" + id;
  }

  void assign(String name, Value value) {
    variables.put(name, value);
  }

  Value find(String name) {
    for (Lane lane = this; lane != null; lane = lane.parent) {
      Value value = lane.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    return Value.Null.NULL;
  }
}
