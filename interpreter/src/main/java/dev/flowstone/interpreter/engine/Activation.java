package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Timer;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One execution while this host holds it: decides what is written when, and what is done once it
/// is.
///
/// It has no thread, reads no clock and calls nothing: it is told what happened and when ([Input]),
/// and answers what it wants done ([Effect]). One append is under way at a time; what ends
/// meanwhile shares the next one; commands are performed only when the events that caused them are
/// durable (I2). Whoever drives it, threads or a simulation, gives it one list of inputs at a time.
public final class Activation {
  private static final int PATIENT_TRIES = 5;
  private static final int MOST_TRIES = 20;
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

  private enum Phase {
    /// The host before died too often: a pause before this one tries.
    BACKING_OFF,
    /// The slot that fences older epochs is not durable yet: nothing may be performed.
    ACTIVATING,
    RUNNING,
    /// A release or an end is under way.
    LEAVING,
    LEFT
  }

  /// Who holds what, and why it was lost before: an activation's constants.
  public record Tenure(
      Holder holder, String nonce, long epoch, boolean interrupted, Optional<Instant> lostUntil) {}

  private final Program program;
  private final Settings settings;
  private final Tenure tenure;
  private final RandomGenerator random;
  private final Attempts attempts;
  private final Backlog backlog = new Backlog();
  private final Set<String> known = new HashSet<>();
  private final List<InboxEntry> journaled = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private final List<HistoryEntry> opening = new ArrayList<>();

  private Phase phase;
  private Folded folded;
  private int tries;
  private Instant now;
  private Instant leaseUntil;
  private Instant lookAt;
  private Instant backOffUntil = Instant.MIN;
  private Instant stopAt = Instant.MAX;
  private boolean stopping;
  private boolean unstarted;
  private long seenInbox;
  private boolean lookingIntoInbox;
  private @Nullable Slot appending;
  private Backlog.@Nullable Batch batch;
  private @Nullable Renewing renewing;
  private long offeredTail;
  private int parkedAfter;
  private Optional<Instant> releasedUntil = Optional.empty();

  private Activation(
      Program program,
      Settings settings,
      Tenure tenure,
      RandomGenerator random,
      Stored stored,
      Phase phase,
      Instant now) {
    this.program = program;
    this.settings = settings;
    this.tenure = tenure;
    this.random = random;
    this.attempts = new Attempts(settings.stepTimeout(), settings.grace());
    this.folded = Folded.of(program, stored, opening);
    this.tries = stored.meta().tries();
    this.phase = phase;
    this.now = now;
    this.leaseUntil = now.plus(tenure.holder().lease());
    this.lookAt = now.plus(settings.inboxPoll());
    seeInbox(stored.meta().inboxVersion(), stored.meta().pending());
  }

  /// One that has just been created, its first slot being its activation. `first` is what that slot
  /// holds.
  public static Activation created(
      Program program,
      Settings settings,
      Holder holder,
      RandomGenerator random,
      Meta meta,
      Slot first,
      Instant now) {
    Tenure tenure = new Tenure(holder, first.nonce(), 1, false, Optional.empty());
    Stored stored = new Stored(meta, Optional.empty(), List.of(first));
    return new Activation(program, settings, tenure, random, stored, Phase.RUNNING, now);
  }

  /// One that was claimed with `nonce`.
  public static Activation claimed(
      Program program,
      Settings settings,
      Holder holder,
      String nonce,
      RandomGenerator random,
      Claim.Held held,
      Instant now) {
    Tenure tenure = new Tenure(holder, nonce, held.epoch(), held.interrupted(), held.lostUntil());
    return new Activation(program, settings, tenure, random, held.stored(), Phase.ACTIVATING, now);
  }

  public String name() {
    return folded.state().name();
  }

  /// What is durable.
  public State state() {
    return folded.state();
  }

  /// The first effects.
  public List<Effect> begin(Instant at) {
    now = at;
    if (phase == Phase.RUNNING) {
      effects.add(new Effect.Tell(opening, folded.state()));
      perform();
    } else {
      int fruitless = (int) Math.min(tries, tenure.epoch() - folded.busyEpoch());
      if (fruitless > MOST_TRIES) {
        park(fruitless);
        return taken();
      }
      if (fruitless > PATIENT_TRIES) {
        phase = Phase.BACKING_OFF;
        backOffUntil = now.plus(backOff(fruitless));
      }
    }
    decide();
    return taken();
  }

  private static Duration backOff(int fruitless) {
    Duration delay = FIRST_BACK_OFF.multipliedBy(1L << (fruitless - PATIENT_TRIES - 1));
    return delay.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : delay;
  }

  /// What follows from what happened by `at`.
  public List<Effect> on(List<Input> inputs, Instant at) {
    now = at.isBefore(now) ? now : at;
    for (Input input : inputs) {
      if (phase != Phase.LEFT) {
        take(input);
      }
    }
    if (phase != Phase.LEFT) {
      decide();
    }
    return taken();
  }

  private List<Effect> taken() {
    List<Effect> all = List.copyOf(effects);
    effects.clear();
    return all;
  }

  private void take(Input input) {
    switch (input) {
      case Input.Wrote(Appended answer) -> wrote(answer);
      case Input.InboxRead(Optional<Meta> meta) -> {
        lookingIntoInbox = false;
        meta.filter(one -> one.id().equals(folded.state().id()))
            .ifPresent(one -> seeInbox(one.inboxVersion(), one.pending()));
      }
      case Input.ReadAgain(Optional<Stored> stored) -> readAgain(stored);
      case Input.Renewed(Renewal answer) -> renewed(answer);
      case Input.LetGo(Release answer) -> letGo(answer);
      case Input.Ended(Finish answer) ->
          leave(
              switch (answer) {
                case Finish.Done() -> new Departure.Ended(folded.state().status());
                case Finish.Fenced() -> new Departure.Fenced();
              });
      case Input.CallEnded ended -> callEnded(ended);
      case Input.Beat(String call, int attempt) ->
          attempts.beat(new Attempts.Key(call, attempt), now);
      case Input.Nudged() -> lookAt = Instant.MIN;
      case Input.Woken() -> {}
      case Input.Stop(Instant until) -> {
        stopping = true;
        stopAt = until;
      }
      case Input.StoreLost() -> leave(new Departure.StoreLost());
    }
  }

  // What was written

  private void wrote(Appended answer) {
    Slot slot = Objects.requireNonNull(appending);
    appending = null;
    switch (answer) {
      case Appended.Written(long inboxVersion) -> {
        durable(slot);
        if (inboxVersion > seenInbox) {
          lookAt = Instant.MIN;
        }
      }
      case Appended.Taken(Optional<Slot> existing) -> {
        boolean zombie = existing.filter(one -> one.epoch() < tenure.epoch()).isPresent();
        if (phase == Phase.ACTIVATING && zombie) {
          effects.add(new Effect.ReadAll());
        } else {
          leave(new Departure.Fenced());
        }
      }
    }
  }

  private void durable(Slot slot) {
    Backlog.Batch written = Objects.requireNonNull(batch);
    batch = null;
    List<HistoryEntry> history = new ArrayList<>();
    folded = folded.then(program, slot, written.events(), history);
    backlog.folded(written);
    journaled.addAll(written.entries());
    phase = Phase.RUNNING;
    effects.add(new Effect.Tell(history, folded.state()));
    perform();
  }

  /// A host of an older epoch won the slot before it was fenced: what it wrote counts.
  private void readAgain(Optional<Stored> stored) {
    if (stored.isEmpty() || stored.get().meta().epoch() != tenure.epoch()) {
      leave(new Departure.Fenced());
      return;
    }
    Backlog.Batch unwritten = batch;
    batch = null;
    folded = Folded.of(program, stored.get());
    if (unwritten != null) {
      unwritten.entries().forEach(backlog::add);
    }
    seeInbox(stored.get().meta().inboxVersion(), stored.get().meta().pending());
  }

  private void seeInbox(long version, List<InboxEntry> pending) {
    seenInbox = Math.max(seenInbox, version);
    for (InboxEntry entry : pending) {
      if (known.add(entry.key())) {
        backlog.add(entry);
      }
    }
  }

  private void renewed(Renewal answer) {
    Renewing asked = Objects.requireNonNull(renewing);
    renewing = null;
    switch (answer) {
      case Renewal.Renewed(long version, List<InboxEntry> pending) -> {
        leaseUntil = now.plus(tenure.holder().lease());
        known.removeAll(asked.journaledKeys());
        journaled.removeIf(entry -> asked.journaledKeys().contains(entry.key()));
        asked
            .snapshot()
            .ifPresent(one -> folded = folded.snapshotted(offeredTail, one.body().length));
        seeInbox(version, pending);
        if (phase == Phase.RUNNING) {
          perform();
        }
      }
      case Renewal.Fenced() -> leave(new Departure.Fenced());
    }
  }

  private void letGo(Release answer) {
    switch (answer) {
      case Release.Done() -> leave(leaving());
      case Release.Unseen(long version, List<InboxEntry> pending) -> {
        phase = Phase.RUNNING;
        seeInbox(version, pending);
        if (parkedAfter > 0) {
          park(parkedAfter);
        }
      }
      case Release.Fenced() -> leave(new Departure.Fenced());
    }
  }

  private Departure leaving() {
    if (parkedAfter > 0) {
      return new Departure.Parked(parkedAfter);
    }
    return stopping ? new Departure.Stopped() : new Departure.Waiting(releasedUntil);
  }

  // What ended

  private void callEnded(Input.CallEnded ended) {
    Attempts.Key key = new Attempts.Key(ended.call(), ended.attempt());
    Optional<Optional<Attempts.Cause>> running = attempts.ended(key);
    if (running.isEmpty()) {
      return; // it had been given up
    }
    Optional<Attempts.Cause> cause = running.get();
    if (cause.isPresent() && cause.get() != Attempts.Cause.UNWANTED) {
      late(key, cause.get(), ended.took());
      return;
    }
    switch (ended.outcome()) {
      case CallOutcome.Replied(Reply.Completed(var output)) ->
          backlog.add(new Backlog.Fact.Succeeded(key, output, ended.took()));
      case CallOutcome.Replied(Reply.Failed failed) ->
          failed(
              key,
              new Event.Failure(
                  failed.error(),
                  failed.message(),
                  failed.data(),
                  failed.permanent(),
                  failed.certain()),
              ended.took());
      case CallOutcome.Interrupted() -> {
        if (cause.isPresent()) {
          late(key, cause.get(), ended.took());
        } else {
          String message = "the handler ended with an interrupt that nobody had sent";
          failed(key, failure(EngineError.HANDLER_FAILED, message, false, false), ended.took());
        }
      }
      case CallOutcome.TooLarge(long bytes, int bound) -> {
        String message =
            "the result has %,d bytes; at most %,d may be kept".formatted(bytes, bound);
        failed(key, failure(EngineError.PAYLOAD_TOO_LARGE, message, true, false), ended.took());
      }
      case CallOutcome.Missing(String handler, Optional<String> nearest) -> {
        String hint = nearest.map(one -> "; did you mean \"" + one + "\"?").orElse("");
        String message = "no handler is called \"" + handler + "\" on this host" + hint;
        failed(key, failure(EngineError.UNKNOWN_HANDLER, message, true, true), ended.took());
      }
    }
  }

  private void late(Attempts.Key key, Attempts.Cause cause, Duration took) {
    failed(key, failure(Attempts.error(cause), Attempts.message(cause), false, false), took);
  }

  private void failed(Attempts.Key key, Event.Failure failure, Duration took) {
    backlog.add(new Backlog.Fact.Failed(key, failure, took));
  }

  private static Event.Failure failure(
      EngineError error, String message, boolean permanent, boolean certain) {
    return new Event.Failure(error.errorName(), message, Optional.empty(), permanent, certain);
  }

  // What is to be done

  /// Begins what the state commands and is not under way. What may not begin now stays `unstarted`.
  private void perform() {
    unstarted = false;
    for (Command command : folded.state().outstanding(program)) {
      switch (command) {
        case Command.Invoke invoke -> invoke(invoke);
        case Command.Interrupt(String call, int attempt) ->
            interrupt(new Attempts.Key(call, attempt));
      }
    }
  }

  private void invoke(Command.Invoke invoke) {
    Attempts.Key key = new Attempts.Key(invoke.call(), invoke.attempt());
    if (attempts.has(key) || backlog.settles(key)) {
      return;
    }
    if (stopping || !leaseUntil.isAfter(now) || heldBack(invoke)) {
      unstarted = true;
    } else if (invoke.journalStart()) {
      backlog.add(new Backlog.Fact.Began(key));
    } else {
      effects.add(attempts.begin(invoke, now));
    }
  }

  /// A lost host may still be doing what this would undo.
  private boolean heldBack(Command.Invoke invoke) {
    boolean undoesUnknown =
        invoke
            .forward()
            .filter(forward -> forward.outcome() instanceof Command.Outcome.Unknown)
            .isPresent();
    return undoesUnknown && tenure.lostUntil().filter(until -> until.isAfter(now)).isPresent();
  }

  private void interrupt(Attempts.Key key) {
    if (attempts.has(key)) {
      attempts.unwanted(key).ifPresent(effects::add);
    } else if (!backlog.settles(key)) {
      String message = "stopped before the attempt began";
      failed(key, failure(EngineError.INTERRUPTED, message, false, true), Duration.ZERO);
    }
  }

  // What comes next

  private void decide() {
    if (!stopAt.isAfter(now) && phase != Phase.LEAVING) {
      leave(new Departure.Abandoned());
      return;
    }
    if (phase == Phase.BACKING_OFF && !backOffUntil.isAfter(now)) {
      phase = Phase.ACTIVATING;
    }
    for (Attempts.Expired expired : attempts.expire(now, effects)) {
      late(expired.key(), expired.cause(), expired.took());
    }
    if (phase == Phase.RUNNING && unstarted) {
      perform();
    }
    if (appending == null && phase == Phase.ACTIVATING && !reading()) {
      append(activation());
    } else if (appending == null && phase == Phase.RUNNING) {
      Backlog.Batch next = next();
      if (!next.events().isEmpty()) {
        append(next);
      } else if (renewing == null && !lookingIntoInbox && !lookDue()) {
        rest();
      }
    }
    if (phase != Phase.LEFT && phase != Phase.LEAVING) {
      keepUp();
      effects.add(new Effect.Wake(wake()));
    }
  }

  /// Whether the journal is being read again; its answer decides what is appended.
  private boolean reading() {
    return batch != null;
  }

  private Instant at() {
    return now.isAfter(folded.lastAt()) ? now : folded.lastAt();
  }

  private Backlog.Batch next() {
    return backlog.next(folded.state(), at(), random, settings.batchBytes());
  }

  private Backlog.Batch activation() {
    Backlog.Batch with = next();
    List<Event> events = new ArrayList<>();
    events.add(
        new Event.Activated(
            at(), tenure.epoch(), tenure.holder().host(), tenure.interrupted(), random.nextLong()));
    events.addAll(with.events());
    return new Backlog.Batch(events, with.facts(), with.entries());
  }

  private void append(Backlog.Batch next) {
    batch = next;
    Slot slot =
        new Slot(
            folded.lastIndex() + 1,
            tenure.epoch(),
            Identifiers.nonce(random),
            at(),
            EventCodec.encode(next.events()));
    appending = slot;
    effects.add(new Effect.Append(slot));
  }

  /// Nothing is waiting to be written: ends, lets go, or stays for what is near.
  private void rest() {
    if (folded.state().status().ended()) {
      attempts.all().forEach(this::forget);
      end();
      return;
    }
    if (!attempts.none()) {
      return;
    }
    Optional<Instant> due = due();
    boolean near = due.filter(when -> !when.isAfter(now.plus(settings.inPlace()))).isPresent();
    if (unstarted && stopping) {
      release(Optional.of(now));
    } else if (stopping || !near) {
      release(due);
    }
  }

  /// When somebody must look at it: its first timer, or when an undo may begin that is held back.
  private Optional<Instant> due() {
    Optional<Instant> timer = folded.state().timers().stream().map(Timer::due).findFirst();
    Optional<Instant> held =
        !unstarted
            ? Optional.empty()
            : leaseUntil.isAfter(now) ? tenure.lostUntil() : Optional.of(now);
    return Stream.of(timer, held).flatMap(Optional::stream).min(Instant::compareTo);
  }

  private void forget(Attempts.Key key) {
    attempts.ended(key);
    effects.add(new Effect.Interrupt(key.call(), key.attempt()));
    effects.add(new Effect.Abandon(key.call(), key.attempt()));
  }

  private void release(Optional<Instant> due) {
    phase = Phase.LEAVING;
    releasedUntil = due;
    effects.add(
        new Effect.LetGo(
            new Released(
                tenure.epoch(),
                tenure.nonce(),
                seenInbox,
                journaledKeys(),
                due,
                folded.state().status().name(),
                snapshot(),
                false)));
  }

  private void park(int fruitless) {
    phase = Phase.LEAVING;
    parkedAfter = fruitless;
    effects.add(
        new Effect.LetGo(
            new Released(
                tenure.epoch(),
                tenure.nonce(),
                seenInbox,
                List.of(),
                Optional.empty(),
                folded.state().status().name(),
                Optional.empty(),
                true)));
  }

  private void end() {
    phase = Phase.LEAVING;
    effects.add(
        new Effect.End(
            new Ending(
                tenure.epoch(),
                tenure.nonce(),
                folded.state().status().name(),
                folded.lastAt(),
                settings.retention().map(folded.lastAt()::plus),
                snapshot(),
                journaledKeys())));
  }

  private List<String> journaledKeys() {
    return journaled.stream().map(InboxEntry::key).toList();
  }

  /// A snapshot, once it saves reading more than it costs.
  private Optional<Snapshot> snapshot() {
    if (folded.tailBytes() <= Math.max(settings.snapshotBytes(), folded.snapshotBytes())) {
      return Optional.empty();
    }
    return Optional.of(new Snapshot(folded.lastIndex(), StateCodec.encode(folded.state())));
  }

  /// Keeps lease, snapshot and inbox in order beside everything else.
  private void keepUp() {
    if (phase == Phase.RUNNING && renewing == null && renewalDue()) {
      offeredTail = folded.tailBytes();
      renewing =
          new Renewing(
              tenure.epoch(), tenure.nonce(), tenure.holder(), journaledKeys(), snapshot());
      effects.add(new Effect.Renew(renewing));
    }
    if (phase == Phase.RUNNING && lookDue() && !lookingIntoInbox) {
      lookingIntoInbox = true;
      lookAt = now.plus(settings.inboxPoll());
      effects.add(new Effect.ReadInbox());
    }
  }

  private boolean lookDue() {
    return !lookAt.isAfter(now);
  }

  private boolean renewalDue() {
    int consumed = journaled.stream().mapToInt(InboxEntry::weight).sum();
    return !renewAt().isAfter(now)
        || consumed > InboxEntry.INBOX_BYTES / 2
        || folded.tailBytes() > Math.max(settings.snapshotBytes(), folded.snapshotBytes());
  }

  private Instant renewAt() {
    return leaseUntil.minus(tenure.holder().lease().dividedBy(2));
  }

  private Instant wake() {
    Instant soonest = phase == Phase.RUNNING && renewing == null ? min(stopAt, renewAt()) : stopAt;
    if (phase == Phase.BACKING_OFF) {
      return min(soonest, backOffUntil);
    }
    if (phase == Phase.RUNNING && !lookingIntoInbox) {
      soonest = min(soonest, lookAt);
    }
    soonest = min(soonest, attempts.next().orElse(Instant.MAX));
    // What is due now already waits for an answer of the store, which comes by itself.
    return min(soonest, due().filter(when -> when.isAfter(now)).orElse(Instant.MAX));
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void leave(Departure departure) {
    phase = Phase.LEFT;
    attempts.all().forEach(this::forget);
    effects.add(new Effect.Leave(departure));
  }
}
