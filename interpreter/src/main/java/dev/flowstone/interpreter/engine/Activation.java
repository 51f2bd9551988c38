package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Timer;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
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

  private final Program program;
  private final Settings settings;
  private final Tenure tenure;
  private final JournalHead journal;
  private final Attempts attempts;
  private final Backlog backlog = new Backlog();
  private final InboxView inbox;
  private final Bookkeeping books;
  private final Closing closing;
  private final LeaseClock lease;
  private final Kinship kinship = new Kinship();
  private final Trimming trimming;
  private final List<Effect> effects = new ArrayList<>();
  private final List<HistoryEntry> opening = new ArrayList<>();

  private Phase phase;
  private Instant now;
  private Instant backOffUntil = Instant.MIN;
  private boolean unstarted;
  private boolean turnedAway;
  private @Nullable Departure leaving;

  /// One that was claimed, or that has just been `created`, its first slot being its activation.
  /// `programs` gives the program of a version, and calls nobody for one that it gave before.
  Activation(
      Function<String, Program> programs,
      Settings settings,
      Tenure tenure,
      RandomGenerator random,
      Stored stored,
      boolean created,
      Instant now) {
    this.settings = settings;
    this.tenure = tenure;
    Folded folded = Folded.of(programs, stored, opening);
    this.program = folded.program();
    this.journal =
        new JournalHead(programs, tenure, settings.batchBytes(), random, backlog, folded);
    this.attempts = new Attempts(settings);
    this.inbox = new InboxView(backlog, settings.inboxPoll(), now);
    this.books = new Bookkeeping(tenure, settings, inbox, stored.meta().deadline());
    this.phase = created ? Phase.RUNNING : Phase.ACTIVATING;
    this.now = now;
    this.trimming = new Trimming(settings.history(), stored.snapshot());
    this.closing = new Closing(tenure.shift(), settings);
    this.lease = new LeaseClock(tenure.holder().lease(), now);
    inbox.see(stored.meta().inboxVersion(), stored.meta().pending());
  }

  /// What it runs. An execution that is moved to another program is let go of.
  public Program program() {
    return program;
  }

  /// What is durable.
  public State state() {
    return journal.state();
  }

  /// The first effects.
  public List<Effect> begin(Instant at) {
    now = at;
    if (phase == Phase.RUNNING) {
      effects.add(new Effect.Tell(opening, journal.state()));
      perform();
    } else if (backlog.terminates()) {
      phase = Phase.BACKING_OFF; // nothing of it will be done that could kill this host
    } else {
      OptionalInt tries = Patience.end(tenure, journal.folded());
      if (tries.isPresent()) {
        park(tries.getAsInt());
        return taken();
      }
      phase = Phase.BACKING_OFF;
      backOffUntil = now.plus(closing.within(Patience.pause(tenure, journal.folded()), now));
    }
    decide();
    return taken();
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
        inbox.looked();
        meta.filter(one -> one.id().equals(journal.state().id()))
            .ifPresent(one -> inbox.see(one.inboxVersion(), one.pending()));
      }
      case Input.ReadAgain(Optional<Stored> stored) -> readAgain(stored);
      case Input.Renewed(Renewal answer) -> renewed(answer);
      case Input.LetGo(Release answer) -> letGo(answer);
      case Input.Ended(Finish answer) ->
          leave(
              switch (answer) {
                case Finish.Done(var head) ->
                    new Departure.Ended(journal.state().status(), head.map(journal::described));
                case Finish.Fenced() -> new Departure.Fenced();
              });
      case Input.CallEnded ended -> callEnded(ended);
      case Input.ChildAnswer answer -> kinship.answered(answer, backlog, journal.folded(), now);
      case Input.ParentTold(boolean accepted) -> kinship.told(accepted, journal.folded(), now);
      case Input.Beat(String call, int attempt) ->
          attempts.beat(new Attempts.Key(call, attempt), now);
      case Input.Nudged() -> inbox.nudge();
      case Input.Woken() -> {}
      case Input.Stop(Instant until) -> closing.stop(until);
      case Input.StoreLost() -> leave(new Departure.StoreLost());
    }
  }

  private void wrote(Appended answer) {
    switch (answer) {
      case Appended.Written(long inboxVersion) -> {
        written();
        if (inboxVersion > inbox.version()) {
          inbox.nudge();
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

  private void written() {
    List<HistoryEntry> history = new ArrayList<>();
    inbox.journaled(journal.written(history));
    phase = Phase.RUNNING;
    effects.add(new Effect.Tell(history, journal.state()));
    perform();
  }

  /// A host of an older epoch won the slot before it was fenced: what it wrote counts.
  private void readAgain(Optional<Stored> stored) {
    if (stored.isEmpty() || stored.get().meta().epoch() != tenure.epoch()) {
      leave(new Departure.Fenced());
      return;
    }
    journal.readAgain(stored.get());
    inbox.see(stored.get().meta().inboxVersion(), stored.get().meta().pending());
  }

  private void renewed(Renewal answer) {
    Renewing asked = lease.answered();
    switch (answer) {
      case Renewal.Renewed(long version, List<InboxEntry> pending) -> {
        lease.prolong();
        inbox.removed(asked.journaledKeys());
        asked.snapshot().ifPresent(journal::snapshotted);
        inbox.see(version, pending);
        if (phase == Phase.RUNNING) {
          perform();
        }
      }
      case Renewal.Fenced() -> leave(new Departure.Fenced());
    }
  }

  private void letGo(Release answer) {
    switch (answer) {
      case Release.Done() -> leave(Objects.requireNonNull(leaving));
      case Release.Unseen(long version, List<InboxEntry> pending) -> {
        boolean activated = journal.state().epoch() == tenure.epoch();
        phase = activated ? Phase.RUNNING : Phase.BACKING_OFF;
        inbox.see(version, pending);
        if (leaving instanceof Departure.Parked(int tries) && !backlog.terminates()) {
          park(tries);
        }
      }
      case Release.Fenced() -> leave(new Departure.Fenced());
    }
  }

  private void callEnded(Input.CallEnded ended) {
    Attempts.Key key = new Attempts.Key(ended.call(), ended.attempt());
    Optional<Optional<Attempts.Cause>> running = attempts.ended(key);
    if (running.isEmpty()) {
      return; // it had been given up
    }
    backlog.add(Verdict.of(key, running.get(), ended.outcome(), ended.took()));
  }

  /// Begins what the state commands and is not under way. What may not begin now stays `unstarted`.
  private void perform() {
    unstarted = false;
    turnedAway = false;
    if (journal.isMoved(program)) {
      return; // whoever claims it next performs what the new program says
    }
    for (Command command : journal.state().outstanding(program)) {
      switch (command) {
        case Command.Invoke invoke -> invoke(invoke);
        case Command.Interrupt(String call, int attempt) ->
            interrupt(new Attempts.Key(call, attempt));
        case Command.StartChild child -> kinship.start(child, journal.state(), backlog, effects);
        case Command.CancelChild child -> kinship.cancel(child, journal.state(), effects);
      }
    }
  }

  private void invoke(Command.Invoke invoke) {
    Attempts.Key key = new Attempts.Key(invoke.call(), invoke.attempt());
    if (attempts.has(key) || backlog.settles(key)) {
      return;
    }
    if (tenure.holdsBack(invoke, now)) {
      unstarted = true;
    } else if (!closing.admits(attempts.timeout(invoke), now)) {
      unstarted = true;
      turnedAway = true;
    } else if (!lease.holds(now)) {
      unstarted = true;
    } else if (invoke.journalStart()) {
      backlog.add(new Backlog.Fact.Began(key));
    } else {
      effects.add(attempts.begin(invoke, now));
    }
  }

  private void interrupt(Attempts.Key key) {
    if (attempts.has(key)) {
      attempts.unwanted(key).ifPresent(effects::add);
    } else if (!backlog.settles(key)) {
      backlog.add(Verdict.neverBegan(key));
    }
  }

  private void decide() {
    if (phase == Phase.BACKING_OFF && closing.isPast(now)) {
      putOff();
      return;
    }
    if (!closing.overAt().isAfter(now) && phase != Phase.LEAVING) {
      leave(new Departure.Abandoned());
      return;
    }
    if (phase == Phase.BACKING_OFF && !backOffUntil.isAfter(now)) {
      phase = Phase.ACTIVATING;
    }
    for (Attempts.Expired expired : attempts.expire(now, effects)) {
      backlog.add(Verdict.late(expired.key(), expired.cause(), expired.took()));
    }
    if (phase == Phase.RUNNING && (kinship.isDue(now) || unstarted)) {
      perform();
    }
    if (!journal.isBusy()) {
      write();
    }
    if (phase != Phase.LEFT && phase != Phase.LEAVING) {
      keepUp();
      effects.add(new Effect.Wake(wake()));
    }
  }

  private void write() {
    if (phase == Phase.ACTIVATING) {
      effects.add(new Effect.Append(journal.activate(now)));
    } else if (phase == Phase.RUNNING) {
      Optional<Slot> next = journal.next(now);
      if (next.isPresent()) {
        effects.add(new Effect.Append(next.get()));
      } else if (!lease.isAsking() && !inbox.isLooking() && !inbox.lookDue(now)) {
        rest();
      }
    }
  }

  /// Nothing is waiting to be written: ends, lets go, or stays for what is near.
  private void rest() {
    if (kinship.isAsking()) {
      return;
    }
    if (journal.state().status().ended()) {
      end();
    } else if (journal.isMoved(program)) {
      attempts.all().forEach(this::forget);
      Optional<Instant> next = Optional.of(now);
      letGo(books.release(journal.folded(), next), closing.departure(next, false));
    } else if (attempts.none()) {
      waitFor(turnedAway ? Optional.of(now) : due());
    }
  }

  private void end() {
    attempts.all().forEach(this::forget);
    if (!kinship.owes(journal.state())) {
      phase = Phase.LEAVING;
      effects.add(new Effect.End(books.ending(journal.folded())));
    } else if (kinship.again().isEmpty()) {
      effects.add(kinship.news(journal.state()));
    } else {
      waitFor(kinship.again());
    }
  }

  private void waitFor(Optional<Instant> due) {
    Instant inPlace = now.plus(settings.inPlace());
    boolean near = due.filter(when -> !when.isAfter(inPlace) && closing.covers(when)).isPresent();
    if (turnedAway || !near) {
      letGo(books.release(journal.folded(), due), closing.departure(due, turnedAway));
    }
  }

  /// When somebody must look at it: its first timer, when an undo may begin that is held back, or
  /// when kin is asked again.
  private Optional<Instant> due() {
    Optional<Instant> timer = journal.state().timers().stream().map(Timer::due).findFirst();
    Optional<Instant> held =
        !unstarted ? Optional.empty() : lease.holds(now) ? tenure.lostUntil() : Optional.of(now);
    return Stream.of(timer, held, kinship.again())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  private void forget(Attempts.Key key) {
    attempts.ended(key);
    effects.add(new Effect.Interrupt(key.call(), key.attempt()));
    effects.add(new Effect.Abandon(key.call(), key.attempt()));
  }

  private void park(int fruitless) {
    Released released = books.untouched(journal.folded(), Optional.empty());
    letGo(released, new Departure.Parked(fruitless));
  }

  /// The host's time is over before it has begun.
  private void putOff() {
    boolean pausing = backOffUntil.isAfter(now);
    Optional<Instant> due = Optional.of(pausing ? backOffUntil : now);
    letGo(books.untouched(journal.folded(), due), closing.departure(due, !pausing));
  }

  private void letGo(Released released, Departure departure) {
    phase = Phase.LEAVING;
    leaving = departure;
    trimming.letGo(released, effects);
  }

  /// Keeps lease, snapshot and inbox in order beside everything else.
  private void keepUp() {
    if (phase == Phase.RUNNING && !lease.isAsking() && renewalDue()) {
      trimming.renew(lease.ask(books.renewal(journal.offered()), now), effects);
    }
    if (phase == Phase.RUNNING && inbox.lookDue(now) && !inbox.isLooking()) {
      inbox.look(now);
      effects.add(new Effect.ReadInbox());
    }
  }

  private boolean renewalDue() {
    return !lease.renewAt().isAfter(now)
        || inbox.isCrowded()
        || books.wantsSnapshot(journal.folded());
  }

  private Instant wake() {
    List<Instant> times = new ArrayList<>(List.of(closing.overAt()));
    if (phase == Phase.BACKING_OFF) {
      times.add(backOffUntil);
      return Collections.min(times);
    }
    if (phase == Phase.RUNNING) {
      times.add(lease.isAsking() ? Instant.MAX : lease.renewAt());
      times.add(inbox.next());
    }
    attempts.next().ifPresent(times::add);
    // What is due now already waits for an answer of the store, which comes by itself.
    due().filter(when -> when.isAfter(now)).ifPresent(times::add);
    return Collections.min(times);
  }

  private void leave(Departure departure) {
    phase = Phase.LEFT;
    attempts.all().forEach(this::forget);
    effects.add(new Effect.Leave(departure));
  }
}
