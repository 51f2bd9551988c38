package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One line of control of the oracle: the workflow's own, that of a branch, or that of undoing one.
final class Lane {
  /// What a redrive goes back to: everything around as it was, and what to do again.
  record Retry(
      List<List<Entry>> scopes,
      List<Predicate<Exit>> takers,
      List<String> segments,
      List<Place> places,
      int shields,
      Map<String, Value> variables,
      Runnable again) {}

  /// A statement that it is in, of so many that stand before it in its block, and what follows it.
  record Place(Block block, int index, Exit.Next next) {}

  /// An undo that failed for good.
  record Broken(Undo undo, Fault fault) {}

  final @Nullable Lane parent;
  final String path;
  final Map<String, Value> variables = new HashMap<>();
  final List<List<Entry>> scopes = new ArrayList<>();
  final List<Broken> broken = new ArrayList<>();

  /// What stands around and takes errors or stops, the innermost last.
  final List<Predicate<Exit>> takers = new ArrayList<>();

  /// The turns of the loops around, the innermost last.
  final List<String> segments = new ArrayList<>();

  /// The statements that it is in, the innermost last.
  final List<Place> places = new ArrayList<>();

  Optional<Stop> stop = Optional.empty();
  @Nullable Blocked blocked;
  @Nullable Retry retry;

  /// How many `finally` blocks are running.
  int shields;

  /// An error is on its way out that nothing takes any more.
  boolean leaving;

  /// The stop that was known when what is on its way out began to leave: its way is found then, and
  /// a stop that comes while undos run on it has to wait for its end.
  private Optional<Stop> known = Optional.empty();

  Lane(@Nullable Lane parent, String path) {
    this.parent = parent;
    this.path = path;
    scopes.add(new ArrayList<>());
  }

  List<Entry> scope() {
    return scopes.getLast();
  }

  /// Whether it has to end: a `finally` is not disturbed.
  boolean stopping() {
    return stop.isPresent() && shields == 0;
  }

  /// How to go on after something that a stop has awaited.
  Exit onward(Exit otherwise) {
    return stopping() ? new Exit.Stopped(stop.orElseThrow()) : otherwise;
  }

  /// Something is about to leave.
  void leaves(Exit exit) {
    leaving = !takes(exit);
    known = stop;
  }

  /// How an error goes on that leaves a `finally`: a stop takes its place.
  Exit outOfFinally(Exit exit) {
    return shields == 0 && known.isPresent() ? new Exit.Stopped(known.get()) : exit;
  }

  boolean takes(Exit exit) {
    return takers.stream().anyMatch(taker -> taker.test(exit));
  }

  Retry retry(Runnable again) {
    return new Retry(
        List.copyOf(scopes),
        List.copyOf(takers),
        List.copyOf(segments),
        List.copyOf(places),
        shields,
        Map.copyOf(variables),
        again);
  }

  /// Goes back to where an error was raised.
  void restore(Retry to) {
    scopes.clear();
    scopes.addAll(to.scopes());
    takers.clear();
    takers.addAll(to.takers());
    segments.clear();
    segments.addAll(to.segments());
    places.clear();
    places.addAll(to.places());
    shields = to.shields();
    variables.clear();
    variables.putAll(to.variables());
    leaving = false;
  }

  /// The id of what has this one in the source, here and in this turn of the loops around.
  String instance(String id) {
    StringBuilder instance = new StringBuilder(path);
    for (String segment : segments) {
      instance.append(instance.isEmpty() ? "" : "/").append(segment);
    }
    return instance.append(instance.isEmpty() ? "" : "/").append(id).toString();
  }

  /// So many of the statements that it was in are left.
  void leave(int depth) {
    places.subList(depth, places.size()).clear();
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
