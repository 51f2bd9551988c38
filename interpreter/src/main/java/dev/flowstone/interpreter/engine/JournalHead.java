package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The end of a journal: what is durable, and the one slot that is being written after it.
final class JournalHead {
  private final Function<String, Program> programs;
  private final Tenure tenure;
  private final int batchBytes;
  private final RandomGenerator random;
  private final Backlog backlog;
  private Folded folded;
  private Folded offered;
  private @Nullable Slot slot;
  private Backlog.@Nullable Batch batch;

  JournalHead(
      Function<String, Program> programs,
      Tenure tenure,
      int batchBytes,
      RandomGenerator random,
      Backlog backlog,
      Folded folded) {
    this.programs = programs;
    this.tenure = tenure;
    this.batchBytes = batchBytes;
    this.random = random;
    this.backlog = backlog;
    this.folded = folded;
    this.offered = folded;
  }

  Folded folded() {
    return folded;
  }

  Program program() {
    return folded.program();
  }

  /// Whether another program than this runs now.
  @SuppressWarnings("ReferenceEquality") // a program that was moved to was read from the journal
  boolean isMoved(Program program) {
    return program() != program;
  }

  State state() {
    return folded.state();
  }

  Description described(Meta meta) {
    return new Description(meta, program(), state());
  }

  /// Whether a slot is being written, or was refused and the journal is being read again.
  boolean isBusy() {
    return batch != null;
  }

  /// The slot that makes older epochs harmless, together with what woke the execution.
  Slot activate(Instant now) {
    Backlog.Batch with = gather(now);
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.Activated(
            at(now),
            tenure.epoch(),
            tenure.holder().host(),
            // What was not activated has performed nothing that could have been interrupted.
            tenure.interrupted() && folded.state().epoch() > tenure.released(),
            random.nextLong()));
    events.addAll(with.events());
    return write(new Backlog.Batch(events, with.facts(), with.entries()), now);
  }

  /// The next slot, if anything has happened.
  Optional<Slot> next(Instant now) {
    Backlog.Batch gathered = gather(now);
    return gathered.events().isEmpty() ? Optional.empty() : Optional.of(write(gathered, now));
  }

  private Backlog.Batch gather(Instant now) {
    return backlog.next(folded.state(), at(now), random, batchBytes);
  }

  private Instant at(Instant now) {
    return now.isAfter(folded.lastAt()) ? now : folded.lastAt();
  }

  private Slot write(Backlog.Batch next, Instant now) {
    Slot made =
        new Slot(
            folded.lastIndex() + 1,
            tenure.epoch(),
            Identifiers.nonce(random),
            at(now),
            EventCodec.encode(next.events()));
    slot = made;
    batch = next;
    return made;
  }

  /// The slot is durable: it is folded into the state. Answers the messages that are in the journal
  /// now.
  List<InboxEntry> written(List<HistoryEntry> history) {
    Backlog.Batch done = Objects.requireNonNull(batch);
    folded = folded.then(Objects.requireNonNull(slot), done.events(), history);
    backlog.folded(done);
    batch = null;
    slot = null;
    return done.entries();
  }

  /// Another slot was found in its place, and counts: what was to be written waits anew.
  void readAgain(Stored stored) {
    folded = Folded.of(programs, stored);
    if (batch != null) {
      backlog.putBack(batch.entries());
    }
    batch = null;
    slot = null;
  }

  /// What a snapshot is about to be made of.
  Folded offered() {
    offered = folded;
    return folded;
  }

  /// The snapshot that was offered last is durable.
  void snapshotted(Snapshot snapshot) {
    folded = folded.snapshotted(offered, snapshot);
  }
}
