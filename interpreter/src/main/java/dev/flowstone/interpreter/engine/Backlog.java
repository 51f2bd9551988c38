package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Timer;
import dev.flowstone.interpreter.store.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// What has happened and is not in the journal yet. What waits while an append is under way shares
/// the next one.
final class Backlog {
  private static final int EVENT_BYTES = 256;

  /// The end or the beginning of an attempt.
  sealed interface Fact {
    record Began(Attempts.Key key) implements Fact {}

    record Succeeded(Attempts.Key key, Value output, Duration took) implements Fact {}

    record Failed(Attempts.Key key, Event.Failure failure, Duration took) implements Fact {}

    /// The child of a `call` or `start` exists.
    record ChildStarted(Attempts.Key key, String version) implements Fact {}

    record ChildRefused(Attempts.Key key, String error, String message) implements Fact {}

    Attempts.Key key();
  }

  /// Events of one append, and the inbox keys among them.
  record Batch(List<Event> events, List<Fact> facts, List<InboxEntry> entries) {}

  private record Dated(Instant when, boolean timer, Event event, int index) {}

  private final Deque<Fact> facts = new ArrayDeque<>();
  private final Deque<InboxEntry> inbox = new ArrayDeque<>();

  /// Attempts whose end, or beginning, is known and not folded into the state yet.
  private final Set<Attempts.Key> settled = new HashSet<>();

  void add(Fact fact) {
    facts.add(fact);
    settled.add(fact.key());
  }

  void add(InboxEntry entry) {
    inbox.add(entry);
  }

  /// Takes back what was taken for an append that was not made: it comes before what came later.
  void putBack(List<InboxEntry> entries) {
    entries.reversed().forEach(inbox::addFirst);
  }

  boolean settles(Attempts.Key key) {
    return settled.contains(key);
  }

  /// Whether a message ends the execution whatever it is doing.
  boolean terminates() {
    return inbox.stream().anyMatch(entry -> message(entry) instanceof Message.Terminate);
  }

  boolean isEmpty() {
    return facts.isEmpty() && inbox.isEmpty();
  }

  /// What the next append holds, at the time `at`: ends of attempts in their order; signals by
  /// acceptance and timers by due time, merged by time, signals first on ties (rule 10 of the
  /// store's protocol).
  Batch next(State state, Instant at, RandomGenerator random, int bound) {
    List<Event> events = new ArrayList<>();
    List<Fact> takenFacts = new ArrayList<>();
    List<InboxEntry> takenEntries = new ArrayList<>();
    long bytes = 0;
    while (!facts.isEmpty() && (events.isEmpty() || bytes + size(facts.peek()) <= bound)) {
      Fact fact = facts.remove();
      bytes += size(fact);
      takenFacts.add(fact);
      events.add(event(fact, at, random));
    }
    List<Dated> dated = new ArrayList<>();
    while (!inbox.isEmpty()
        && ((events.isEmpty() && dated.isEmpty()) || bytes + size(inbox.peek()) <= bound)) {
      InboxEntry entry = inbox.remove();
      bytes += size(entry);
      takenEntries.add(entry);
      dated.add(new Dated(entry.acceptedAt(), false, delivered(entry, at), dated.size()));
    }
    // What did not fit comes before every timer that was due only after its acceptance.
    Instant left =
        inbox.stream()
            .map(InboxEntry::acceptedAt)
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    for (Timer timer : state.timers()) {
      if (!timer.due().isAfter(at) && timer.due().isBefore(left)) {
        Event fired = new Event.TimerFired(at, timer.key(), timer.due());
        dated.add(new Dated(timer.due(), true, fired, dated.size()));
      }
    }
    dated.sort(
        Comparator.comparing(Dated::when)
            .thenComparing(Dated::timer)
            .thenComparingInt(Dated::index));
    dated.forEach(each -> events.add(each.event()));
    return new Batch(events, takenFacts, takenEntries);
  }

  void folded(Batch batch) {
    batch.facts().forEach(fact -> settled.remove(fact.key()));
  }

  private static Event event(Fact fact, Instant at, RandomGenerator random) {
    return switch (fact) {
      case Fact.Began(Attempts.Key key) -> new Event.AttemptStarted(at, key.call(), key.attempt());
      case Fact.Succeeded(Attempts.Key key, Value output, Duration took) ->
          new Event.AttemptSucceeded(at, key.call(), key.attempt(), output, took);
      case Fact.ChildStarted(Attempts.Key key, String version) ->
          new Event.ChildStarted(at, key.call(), version);
      case Fact.ChildRefused(Attempts.Key key, String error, String message) ->
          new Event.ChildRefused(at, key.call(), error, message);
      case Fact.Failed(Attempts.Key key, Event.Failure failure, Duration took) ->
          new Event.AttemptFailed(
              at, key.call(), key.attempt(), failure, random.nextDouble(), took);
    };
  }

  private static Event delivered(InboxEntry entry, Instant at) {
    return new Event.Delivered(at, entry.key(), entry.acceptedAt(), message(entry));
  }

  private static Message message(InboxEntry entry) {
    return Folded.value(MessageCodec.decode(entry.body()));
  }

  private static long size(Fact fact) {
    return switch (fact) {
      case Fact.Began _, Fact.ChildStarted _, Fact.ChildRefused _ -> EVENT_BYTES;
      case Fact.Succeeded(var _, Value output, var _) -> EVENT_BYTES + PayloadSize.of(output);
      case Fact.Failed(var _, Event.Failure failure, var _) ->
          EVENT_BYTES + failure.message().length() + failure.data().map(PayloadSize::of).orElse(0L);
    };
  }

  private static long size(InboxEntry entry) {
    return (long) EVENT_BYTES + entry.body().length;
  }
}
