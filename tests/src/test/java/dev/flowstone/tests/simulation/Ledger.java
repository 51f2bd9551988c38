package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallOutcome;
import dev.flowstone.interpreter.machine.Command;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What really happened in the world, whatever any journal says of it: every attempt that a handler
/// made, and every message that somebody sent.
final class Ledger {
  /// An attempt that was made, when the journal had that many slots. `outcome` is how it ended, if
  /// anybody was left to see that.
  static final class Performed {
    final String execution;
    final Command.Invoke invoke;
    final Conduct conduct;
    final String host;
    final Instant began;
    final long journal;
    @Nullable CallOutcome outcome;
    @Nullable Instant ended;

    /// Its host had given it up while it went on.
    boolean abandoned;

    Performed(
        String execution,
        Command.Invoke invoke,
        Conduct conduct,
        String host,
        Instant began,
        long journal) {
      this.execution = execution;
      this.invoke = invoke;
      this.conduct = conduct;
      this.host = host;
      this.began = began;
      this.journal = journal;
    }

    @Override
    public String toString() {
      return invoke.call() + "#" + invoke.attempt() + " on " + host + " at " + began;
    }
  }

  /// A message: accepted as soon as any sending of it was answered so.
  static final class Sent {
    final String execution;
    final String key;
    final String name;
    final Value payload;
    boolean accepted;

    Sent(String execution, String key, String name, Value payload) {
      this.execution = execution;
      this.key = key;
      this.name = name;
      this.payload = payload;
    }
  }

  /// A message to move an execution that was not accepted.
  record TurnedAway(String execution, String version, long journal) {}

  private final List<TurnedAway> turnedAway = new ArrayList<>();
  private final List<Performed> performed = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Integer> moves = new HashMap<>();

  Performed begin(
      String execution,
      Command.Invoke invoke,
      Conduct conduct,
      String host,
      Instant now,
      long journal) {
    Performed one = new Performed(execution, invoke, conduct, host, now, journal);
    performed.add(one);
    return one;
  }

  Sent send(String execution, String key, String name, Value payload) {
    Sent one = new Sent(execution, key, name, payload);
    sent.add(one);
    return one;
  }

  /// A message that moves an execution was accepted.
  void moved(String execution) {
    moves.merge(execution, 1, Integer::sum);
  }

  /// Somebody was told that an execution cannot be moved to a version, when its journal had so many
  /// slots.
  void turnedAway(String execution, String version, long journal) {
    turnedAway.add(new TurnedAway(execution, version, journal));
  }

  /// Who was told so when the journal of an execution had so many slots.
  List<TurnedAway> turnedAway(String execution, long journal) {
    return turnedAway.stream()
        .filter(one -> one.execution().equals(execution) && one.journal() == journal)
        .toList();
  }

  /// How many messages that move an execution were accepted, at the least.
  int moves(String execution) {
    return moves.getOrDefault(execution, 0);
  }

  List<Performed> performed() {
    return performed;
  }

  List<Performed> performed(String execution) {
    return performed.stream().filter(one -> one.execution.equals(execution)).toList();
  }

  List<Sent> sent(String execution) {
    return sent.stream().filter(one -> one.execution.equals(execution)).toList();
  }

  /// The attempt of a call, if it was made.
  Optional<Performed> find(String execution, String call, int attempt) {
    return performed.stream()
        .filter(one -> one.execution.equals(execution))
        .filter(one -> one.invoke.call().equals(call) && one.invoke.attempt() == attempt)
        .findFirst();
  }
}
