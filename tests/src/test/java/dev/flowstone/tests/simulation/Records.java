package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.engine.CallOutcome;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the journal and the world tell the same story.
///
/// - I2: nothing is performed before the event that wants it is durable
/// - I8: an attempt is made once, all attempts of a call have one key and no other call has it, and
///   nothing is made again once it is known how it ended
/// - an outcome in the journal is what the handler did
/// - an undo begins only when the attempts that it undoes are over
/// - I10: a signal that was accepted is in the journal, or in the inbox of what has ended
final class Records {
  /// An attempt: what is called anew after a move, behind something new, counts from 1 again.
  private record Key(String call, int attempt, int moves) {
    Key before() {
      return new Key(call, attempt, moves - 1);
    }
  }

  private final World world;
  private final String name;
  private final List<Judge.Step> steps;
  private final List<String> complaints;
  private final List<Ledger.Performed> performed;
  private final Map<Key, Ledger.Performed> byKey = new HashMap<>();
  private final Map<Key, Command.Invoke> wanted = new HashMap<>();
  private final Map<Key, Long> wantedAt = new HashMap<>();
  private final Map<Key, Long> overAt = new HashMap<>();
  private final Map<String, Long> endedWell = new HashMap<>();
  private final List<Long> moves = new ArrayList<>();
  private Instant restedUntil = Instant.MIN;

  Records(World world, String name, List<Judge.Step> steps) {
    this.world = world;
    this.name = name;
    this.steps = steps;
    this.complaints = world.complaints();
    this.performed = world.ledger().performed(name);
  }

  void check(Stored stored) {
    steps.stream().filter(Judge.Step::leads).map(Judge.Step::slot).forEach(moves::add);
    for (Ledger.Performed one : performed) {
      Key key = key(one);
      if (byKey.put(key, one) != null && (key.moves() == 0 || clocksWereRight())) {
        complaints.add("I8: made twice: " + one);
      }
    }
    int made = 0;
    for (Judge.Step step : steps) {
      made += step.leads() ? 1 : 0;
      follow(step, made);
    }
    performed.forEach(this::inOrder);
    keys();
    signals(stored);
    if (clocksWereRight()) {
      steps.forEach(this::inTime);
    }
  }

  private Key key(Ledger.Performed one) {
    int before = (int) moves.stream().filter(slot -> slot < one.journal).count();
    return new Key(one.invoke.call(), one.invoke.attempt(), before);
  }

  /// The same attempt as it is known, perhaps from before a move.
  private static Key known(Map<Key, ?> in, Key key) {
    Key found = key;
    while (!in.containsKey(found) && found.moves() > 0) {
      found = found.before();
    }
    return found;
  }

  private void follow(Judge.Step step, int made) {
    State after = step.after();
    if (!step.moved() && !(step.event() instanceof Event.Started)) {
      return;
    }
    Set<Key> now = new HashSet<>();
    for (Command command : after.outstanding(step.program())) {
      if (command instanceof Command.Invoke invoke && !invoke.journalStart()) {
        Key key = new Key(invoke.call(), invoke.attempt(), made);
        now.add(key);
        wanted.putIfAbsent(key, invoke);
        wantedAt.putIfAbsent(key, step.slot());
      } else if (command instanceof Command.Interrupt(String call, int attempt)) {
        now.add(new Key(call, attempt, made));
      }
    }
    if (after.pausedSince().isEmpty()) { // else it may only rest
      wanted.keySet().stream()
          .filter(key -> !now.contains(key))
          .forEach(key -> overAt.putIfAbsent(key, step.slot()));
    }
    switch (step.event()) {
      case Event.AttemptSucceeded done -> {
        endedWell.putIfAbsent(done.call(), step.slot());
        Optional<CallOutcome> found = outcome(new Key(done.call(), done.attempt(), made));
        if (!found.equals(
            Optional.of(new CallOutcome.Replied(new Reply.Completed(done.output()))))) {
          complaints.add("journaled " + done + ", but it was " + found);
        }
      }
      case Event.AttemptFailed failed ->
          failed(failed, new Key(failed.call(), failed.attempt(), made));
      case Event.Started _,
          Event.Activated _,
          Event.AttemptStarted _,
          Event.TimerFired _,
          Event.ChildStarted _,
          Event.ChildRefused _,
          Event.Delivered _ -> {}
    }
  }

  private Optional<CallOutcome> outcome(Key key) {
    return Optional.ofNullable(byKey.get(known(byKey, key)))
        .flatMap(one -> Optional.ofNullable(one.outcome));
  }

  private void failed(Event.AttemptFailed failed, Key key) {
    String error = failed.failure().error();
    Optional<CallOutcome> found = outcome(key);
    boolean made = byKey.containsKey(known(byKey, key));
    switch (error) {
      case "StepTimeout", "HeartbeatTimeout" -> {
        if (!made) {
          complaints.add("it ran late and was never made: " + failed);
        }
      }
      case "Interrupted" -> {
        if (failed.failure().certain() == made) {
          complaints.add("interrupted, " + (made ? "yet made: " : "yet not made: ") + failed);
        }
      }
      default -> {
        boolean true_ =
            found.isPresent()
                && found.get() instanceof CallOutcome.Replied(Reply.Failed reply)
                && reply.error().equals(error)
                && reply.certain() == failed.failure().certain()
                && reply.permanent() == failed.failure().permanent();
        if (!true_) {
          complaints.add("journaled " + failed + ", but it was " + found);
        }
      }
    }
  }

  /// Whether clocks were right and nobody was frozen: only then is a lost host known to be silent.
  private boolean clocksWereRight() {
    return world.weather().strikes().stream()
        .noneMatch(strike ->
            strike.kind() == FaultKind.CLOCK_JUMP || strike.kind() == FaultKind.FROZEN_HOST);
  }

  private void inOrder(Ledger.Performed one) {
    Key key = known(wanted, key(one));
    Command.Invoke invoke = wanted.get(key);
    if (invoke == null || wantedAt.getOrDefault(key, Long.MAX_VALUE) >= one.journal) {
      complaints.add("I2: performed and not wanted by then: " + one);
      return;
    }
    if (!invoke.equals(one.invoke)) {
      complaints.add("wanted " + invoke + ", but performed was " + one.invoke);
    }
    if (endedWell.getOrDefault(key.call(), Long.MAX_VALUE) < one.journal && clocksWereRight()) {
      complaints.add("I8: made again although it had ended well: " + one);
    }
    if (clocksWereRight()) {
      if (overAt.getOrDefault(key, Long.MAX_VALUE) < one.journal) {
        complaints.add("I8: performed although it was over: " + one);
      }
      one.invoke.forward().ifPresent(forward -> undoes(one, forward.key()));
    }
  }

  private void undoes(Ledger.Performed undo, String forward) {
    for (Ledger.Performed one : performed) {
      boolean overlaps =
          one.invoke.key().equals(forward)
              && !one.abandoned
              && one.began.compareTo(undo.began) <= 0
              && (one.ended == null || one.ended.isAfter(undo.began));
      if (overlaps) {
        complaints.add("undone while it was still being made: " + one + ", by " + undo);
      }
    }
  }

  /// Whatever came was looked at, and whatever was due was done, as soon as the faults allow.
  private void inTime(Judge.Step step) {
    if (!step.moved()) {
      return;
    }
    if (step.before().status().ended()
        || (step.before().pausedSince().isPresent() && step.after().pausedSince().isEmpty())) {
      restedUntil = step.event().at(); // nobody looked until then
      return;
    }
    Instant wanted =
        switch (step.event()) {
          case Event.Delivered delivered -> delivered.acceptedAt();
          // What was due while the execution rested is due when it goes on.
          case Event.TimerFired fired ->
              fired.due().isBefore(restedUntil) ? restedUntil : fired.due();
          case Event.Started _,
              Event.Activated _,
              Event.AttemptStarted _,
              Event.AttemptSucceeded _,
              Event.AttemptFailed _,
              Event.ChildStarted _,
              Event.ChildRefused _ ->
              step.event().at();
        };
    long faults =
        world.weather().strikes().stream()
            .filter(strike -> strike.kind() != FaultKind.TRIM)
            .count();
    Duration allowed = Duration.ofMinutes(5).plus(Duration.ofMinutes(3).multipliedBy(faults));
    if (step.event().at().isAfter(wanted.plus(allowed))) {
      complaints.add("too late: with " + faults + " faults, " + step.event());
    }
  }

  private void keys() {
    Map<String, String> keys = new HashMap<>();
    wanted
        .values()
        .forEach(invoke -> {
          String other = keys.putIfAbsent(invoke.call(), invoke.key());
          if (other != null && !other.equals(invoke.key())) {
            complaints.add("I8: " + invoke.call() + " has two keys");
          }
        });
    if (new HashSet<>(keys.values()).size() != keys.size()) {
      complaints.add("I8: two calls have one key: " + keys);
    }
  }

  private void signals(Stored stored) {
    Set<String> seen = new HashSet<>();
    for (Judge.Step step : steps) {
      if (step.event() instanceof Event.Delivered delivered) {
        seen.add(delivered.key());
      }
    }
    Set<String> known = new HashSet<>();
    world.ledger().sent(name).forEach(one -> known.add(one.key));
    for (Judge.Step step : steps) {
      if (step.event() instanceof Event.Delivered delivered
          && delivered.message() instanceof Message.Signal
          && !known.contains(delivered.key())) {
        complaints.add("I10: nobody sent " + delivered.key());
      }
    }
    boolean ended = stored.meta().endedAt().isPresent();
    Set<String> pending = new HashSet<>();
    for (InboxEntry entry : stored.meta().pending()) {
      pending.add(entry.key());
    }
    for (Ledger.Sent sent : world.ledger().sent(name)) {
      if (sent.accepted && !seen.contains(sent.key) && !(ended && pending.contains(sent.key))) {
        complaints.add("I10: lost: " + sent.name + " " + sent.key);
      }
    }
  }
}
