package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// The pure machine: the next state, given a state and an event.
///
/// An event that does not fit the state (a duplicate, a late one) gives the same state back and
/// nothing else (I3). Every state it makes has all fibers blocked, so that a state is a checkpoint.
public final class Machine {

  private Machine() {}

  /// The first state of an execution. Its input should have passed [Inputs#accept]; one that does
  /// not fit fails it.
  public static Transition start(Program program, Event.Started started) {
    return start(program, started, List.of());
  }

  /// The same where signals, which nothing [refuses][#refusal(Program, Message.Signal)], are kept
  /// for their waits before anything runs. No host can accept them so early: it is for tests.
  public static Transition start(
      Program program, Event.Started started, List<Message.Signal> early) {
    var checked = Inputs.accept(program, started.input());
    var identity =
        new State.Identity(
            started.name(),
            started.id(),
            started.version(),
            started.semantics(),
            started.secret(),
            started.callbackBase(),
            started.at(),
            checked instanceof Inputs.Checked.Accepted(Value.Fields input)
                ? input
                : started.input(),
            started.parent());
    var turn = Turn.start(program, identity);
    turn.tell(new HistoryEntry.Started(turn.now, started.name(), started.version()));
    early.forEach(signal -> Inbox.keep(turn, signal));
    if (checked instanceof Inputs.Checked.Rejected rejected) {
      var fault = Fault.of(EngineError.INVALID_INPUT, rejected.message());
      turn.end(new Activity.Failed(turn.now, fault, Repeat.HERE)); // where no redrive is accepted
    }
    settle(turn);
    var state = turn.state();
    return new Transition(state, state.outstanding(program), turn.history, turn.passages);
  }

  /// The program is that of the state's version; a [Message.Move] leads to another.
  public static Transition step(Program program, State state, Event event) {
    return switch (event) {
      case Event.Started _ -> unchanged(state);
      case Event.Activated activated -> activated(program, state, activated);
      case Event.AttemptStarted started ->
          attempt(
              program,
              state,
              event,
              started.call(),
              started.attempt(),
              Machine::announced,
              (turn, strand) -> new Calls(turn).journaled(strand, call(strand)));
      case Event.AttemptSucceeded done ->
          attempt(
              program,
              state,
              event,
              done.call(),
              done.attempt(),
              (_, _) -> true,
              (turn, strand) -> new Calls(turn).succeeded(strand, call(strand), done.output()));
      case Event.AttemptFailed failed ->
          attempt(
              program,
              state,
              event,
              failed.call(),
              failed.attempt(),
              (_, _) -> true,
              (turn, strand) ->
                  new Calls(turn)
                      .failed(
                          strand, call(strand), failed.failure(), failed.random(), failed.took()));
      case Event.TimerFired fired -> fired(program, state, fired);
      case Event.ChildStarted(Instant _, String call, String version) ->
          child(
              program,
              state,
              event,
              call,
              (turn, strand, child) -> new Children(turn).started(strand, child, version));
      case Event.ChildRefused(Instant _, String call, String error, String message) ->
          child(
              program,
              state,
              event,
              call,
              (turn, strand, child) -> new Children(turn).refused(strand, error, message));
      case Event.Delivered delivered -> delivered(program, state, delivered);
    };
  }

  /// The program that runs after an event which led from a state to another: a move that is
  /// refused, or comes twice, leads to none.
  public static Program program(Program program, State before, Event event, Transition transition) {
    boolean moved = !transition.state().identity().version().equals(before.identity().version());
    return moved
            && event instanceof Event.Delivered delivered
            && delivered.message() instanceof Message.Move move
        ? move.program()
        : program;
  }

  /// Why an execution would not accept a message, for the engine to tell its sender before it is
  /// stored.
  public static Optional<Refusal> refusal(Program program, State state, Message message) {
    return Inbox.refusal(program, state, message);
  }

  /// Why no execution of a program will ever take a signal, as far as that is known before it
  /// starts.
  public static Optional<Refusal> refusal(Program program, Message.Signal signal) {
    return Inbox.refusal(program, signal);
  }

  private static Transition unchanged(State state) {
    return new Transition(state, List.of(), List.of(), Set.of());
  }

  private static Transition turn(Program program, State state, Instant at, Consumer<Turn> change) {
    var turn = Turn.of(program, state, at);
    change.accept(turn);
    settle(turn);
    var next = turn.state();
    if (next.status() == Status.COMPENSATION_FAILED && !next.ending().equals(state.ending())) {
      next.ending().ifPresent(turn::tellEnd); // it rests, since undos have failed
    }
    return new Transition(next, next.outstandingSince(program, state), turn.history, turn.passages);
  }

  /// Runs every fiber until it is blocked. Fibers begin and end meanwhile.
  private static void settle(Turn turn) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (var strand : turn.strands()) {
        if (turn.has(strand) && strand.isRunnable()) {
          turn.failure = Optional.empty(); // what runs now would run again
          Instructions.run(turn, strand);
          moved = true;
        }
      }
    }
    new Failing(turn).recheck();
  }

  private interface ChildChange {
    void accept(Turn turn, Strand strand, ChildCall child);
  }

  /// News of a child that a fiber has asked for, where it does not know it yet; else nothing.
  private static Transition child(
      Program program, State state, Event event, String call, ChildChange change) {
    for (var fiber : state.fibers()) {
      var child = Children.awaited(fiber.activity(), call).filter(c -> !c.started());
      if (child.isPresent()) {
        return turn(
            program, state, event.at(), t -> change.accept(t, t.strand(fiber.path()), child.get()));
      }
    }
    return unchanged(state);
  }

  /// An event of the attempt that a fiber has in flight, where it fits what the fiber is doing;
  /// else nothing.
  private static Transition attempt(
      Program program,
      State state,
      Event event,
      String call,
      int attempt,
      BiPredicate<CallSite, Call> fits,
      BiConsumer<Turn, Strand> change) {
    for (var fiber : state.fibers()) {
      var current = fiber.activity().inProgress().filter(Call::inFlight);
      if (current.isPresent()
          && current.get().id().equals(call)
          && current.get().attempt() == attempt
          && fits.test(CallSite.of(program, fiber), current.get())) {
        return turn(program, state, event.at(), t -> change.accept(t, t.strand(fiber.path())));
      }
    }
    return unchanged(state);
  }

  /// Whether the attempt is one that is performed only once its start is durable.
  private static boolean announced(CallSite site, Call call) {
    return site.handler().atMostOnce() && !site.performed(call);
  }

  private static Call call(Strand strand) {
    return strand.fiber().activity().inProgress().orElseThrow();
  }

  /// A new host. Attempts that were in flight may have had their effect if the epoch before was
  /// interrupted, and certainly will not end any more.
  private static Transition activated(Program program, State state, Event.Activated activated) {
    if (activated.epoch() <= state.epoch()) {
      return unchanged(state);
    }
    var next =
        turn(
            program,
            state,
            activated.at(),
            turn -> {
              turn.epoch = activated.epoch();
              turn.tell(
                  new HistoryEntry.TakenOver(turn.now, activated.host(), activated.interrupted()));
              for (var fiber : state.fibers()) {
                fiber
                    .activity()
                    .inProgress()
                    .filter(Call::inFlight)
                    .ifPresent(call -> lose(turn, fiber.path(), call, activated));
              }
            });
    return new Transition(
        next.state(), next.state().outstanding(program), next.history(), next.passages());
  }

  /// An attempt that was in flight is lost, unless what became of another fiber has just ended it:
  /// a call that has begun since is nobody's yet.
  private static void lose(Turn turn, String path, Call call, Event.Activated activated) {
    var found = turn.find(path).filter(s -> !s.isRunnable());
    if (found.isEmpty()) {
      return;
    }
    var strand = found.get();
    boolean gone = activated.interrupted() || CallSite.interrupted(strand.fiber());
    if (!gone
        && turn.paused()
        && !(strand.activity instanceof Activity.Concluding)
        && strand.fiber().activity().inProgress().filter(call::equals).isPresent()) {
      // Nobody makes it: it is held, under a number of its own, so that no late event fits.
      new Calls(turn).begin(strand, call.again(turn.phase(), turn.now));
      return;
    }
    if (!gone || turn.performed(strand).filter(call::equals).isEmpty()) {
      return;
    }
    var failure =
        new Event.Failure(
            EngineError.HOST_LOST.errorName(),
            "the host was lost during the attempt",
            Optional.empty(),
            false,
            false);
    double random = Retries.draw(activated.seed(), call.id());
    new Calls(turn).failed(strand, call, failure, random, Duration.ZERO);
  }

  private static Transition fired(Program program, State state, Event.TimerFired fired) {
    var timer = new Timer(fired.timer(), fired.due());
    if (fired.at().isBefore(fired.due()) || !state.awaits(timer)) {
      return unchanged(state);
    }
    return turn(
        program,
        state,
        fired.at(),
        turn -> {
          if (fired.timer().equals(TimerKeys.DEADLINE)) {
            new Stops(turn).request(new Stop.DeadlinePassed());
            return;
          }
          turn.strands().stream()
              .filter(strand -> TimerKeys.of(strand.fiber()).contains(timer))
              .findFirst()
              .ifPresent(strand -> fired(turn, strand, fired.timer()));
        });
  }

  private static void fired(Turn turn, Strand strand, String key) {
    var activity = strand.fiber().activity();
    var call = activity.inProgress();
    if (call.isPresent() && key.equals(TimerKeys.retry(call.get()))) {
      new Calls(turn).retry(strand, call.get());
    } else if (activity instanceof Activity.Sleeping(String id, Instant since, Instant _)) {
      turn.tell(
          new HistoryEntry.WaitEnded(
              turn.now, id, HistoryEntry.WaitEnd.ELAPSED, Duration.between(since, turn.now)));
      strand.resumeAfter();
    } else if (activity instanceof Activity.Polling polling) {
      if (key.equals(TimerKeys.ask(polling))) {
        new Polls(turn).again(strand, polling);
      } else {
        new Polls(turn).due(strand, polling);
      }
    } else if (activity instanceof Activity.Delegating(ChildCall child)) {
      new Children(turn).due(strand, child);
    } else if (activity instanceof Activity.Awaiting(Wait wait, Optional<Call> _)) {
      if (key.equals(TimerKeys.timeout(wait))) {
        new Waits(turn).timedOut(strand, wait);
      } else {
        new Waits(turn).silent(strand, wait);
      }
    }
  }

  private static Transition delivered(Program program, State state, Event.Delivered delivered) {
    if (delivered.message() instanceof Message.CallbackHeartbeat(String awaitId)) {
      return heard(program, state, delivered, awaitId);
    }
    var key = CallSite.hashed(delivered.key());
    if (state.consumed().contains(key)) {
      return unchanged(state);
    }
    if (delivered.message() instanceof Message.Move move
        && Moving.of(program, move, state, delivered.at())
            instanceof Moving.Moved.To(State moved)) {
      return moved(moved, delivered.at(), key, move);
    }
    return turn(
        program,
        state,
        delivered.at(),
        turn -> {
          turn.consume(key);
          new Inbox(turn, state).deliver(delivered.message());
        });
  }

  private static Transition moved(State state, Instant at, String key, Message.Move move) {
    var turn = Turn.of(move.program(), state, at);
    turn.consume(key);
    new Inbox(turn, state).moved(move);
    settle(turn);
    var next = turn.state();
    return new Transition(next, next.outstanding(move.program()), turn.history, turn.passages);
  }

  /// A sign of life counts by the time when it was accepted: doubled or late it changes nothing,
  /// and so it leaves no key behind.
  private static Transition heard(
      Program program, State state, Event.Delivered delivered, String awaitId) {
    var when =
        delivered.acceptedAt().isBefore(delivered.at()) ? delivered.acceptedAt() : delivered.at();
    for (var fiber : state.fibers()) {
      var next = Waits.heardUntil(program, fiber, awaitId, when);
      if (next.isPresent()) {
        return turn(
            program,
            state,
            delivered.at(),
            turn -> new Waits(turn).heard(turn.strand(fiber.path()), next.get()));
      }
    }
    return unchanged(state);
  }
}
