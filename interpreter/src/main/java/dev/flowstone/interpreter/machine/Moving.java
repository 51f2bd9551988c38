package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.Revision;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;
import org.pcollections.TreePVector;

/// An execution goes on with another version of its workflow.
///
/// Everything in a state that names a place of the program is led to the place where the new
/// version has the same; where it has none, nothing is moved, and why is told.
final class Moving {

  /// What came of it.
  sealed interface Moved {
    record To(State state) implements Moved {}

    record Refused(Refusal refusal) implements Moved {}
  }

  /// Carries a refusal out of the middle of a state.
  private static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Unfit(Refusal.Reason reason, String message) {
      super(message, null, false, false);
      this.refusal = new Refusal(reason, message);
    }
  }

  private final Program from;
  private final Program to;
  private final State state;
  private final Revision revision;

  private Moving(Program from, Program to, State state) {
    this.from = from;
    this.to = to;
    this.state = state;
    this.revision = new Revision(from, to);
  }

  static Moved of(Program from, Message.Move move, State state, Instant at) {
    try {
      return new Moved.To(new Moving(from, move.program(), state).moved(move.version(), at));
    } catch (Unfit unfit) {
      return new Moved.Refused(unfit.refusal);
    }
  }

  private State moved(String version, Instant at) {
    check(version);
    var identity = state.identity();
    var next =
        new State(
            new State.Identity(
                identity.name(),
                identity.id(),
                version,
                identity.semantics(),
                identity.secret(),
                identity.callbackBase(),
                identity.startedAt(),
                input(),
                identity.parent()),
            state.epoch(),
            state.time(),
            deadline(at),
            state.pausedSince(),
            state.counters(),
            mailbox(),
            state.consumed(),
            state.failure().isPresent() ? state.fibers() : fibers(state.fibers()),
            state
                .failure()
                .map(point -> new FailurePoint(fibers(point.fibers()), point.completed())));
    return withNewArguments(next, at);
  }

  private void check(String version) {
    if (!from.workflow().equals(to.workflow())) {
      throw unfit("it is an execution of " + from.workflow() + ", not of " + to.workflow());
    }
    if (state.identity().version().equals(version)) {
      throw unfit("it has that version already");
    }
    if (from.semantics() != to.semantics()) {
      throw unfit("the new version is compiled for another machine");
    }
    if (state.status() == Status.COMPENSATION_FAILED) {
      throw new Unfit(
          Refusal.Reason.UNDONE, "undos have run: only a redrive goes on with the rest of them");
    }
    if (state.status() == Status.FAILED) {
      Inbox.refusal(from, state, new Message.Redrive(""))
          .ifPresent(refusal -> {
            throw new Unfit(refusal.reason(), refusal.message());
          });
    } else if (state.ending().isPresent()) {
      throw new Unfit(Refusal.Reason.ENDED, "the execution has ended: " + state.status());
    } else if (state.main().stop().isPresent()) {
      throw new Unfit(Refusal.Reason.ENDING, "the execution is on its way to an end already");
    } else if (state.failure().isPresent()) {
      throw new Unfit(
          Refusal.Reason.ENDING, "a branch has failed, and the others are being stopped");
    }
  }

  private Map<String, List<Value>> mailbox() {
    var kept = new HashMap<String, List<Value>>();
    state
        .mailbox()
        .forEach((signal, payloads) ->
            kept.put(signal, payloads.stream().map(one -> kept(signal, one)).toList()));
    return kept;
  }

  private Value kept(String signal, Value payload) {
    Type type = to.signals().get(signal);
    if (type == null) {
      return payload;
    }
    return switch (Conformance.of(type, payload)) {
      case Conformance.Fit.Fits(Value value) -> value;
      case Conformance.Fit.Misfits _ ->
          throw unfit(
              "a signal \"" + signal + "\" that is kept is not what the new version declares");
    };
  }

  private Value input() {
    return switch (Inputs.accept(to, state.identity().input())) {
      case Inputs.Checked.Accepted(Value.Fields input) -> input;
      case Inputs.Checked.Rejected rejected ->
          throw unfit("the new version does not take its input: " + rejected.message());
    };
  }

  /// The new version's timeout, with the rests that were granted so far; from now on where there
  /// was none.
  private Optional<Instant> deadline(Instant now) {
    if (from.timeout().equals(to.timeout())) {
      return state.deadline();
    }
    if (from.timeout().isEmpty()) {
      return to.timeout().map(now::plus);
    }
    var startedAt = state.identity().startedAt();
    var rests =
        from.timeout()
            .flatMap(timeout ->
                state.deadline().map(due -> Duration.between(startedAt.plus(timeout), due)))
            .orElse(Duration.ZERO);
    return to.timeout().map(timeout -> startedAt.plus(timeout).plus(rests));
  }

  private List<Fiber> fibers(List<Fiber> fibers) {
    return fibers.stream().map(fiber -> fiber(fiber, fibers)).toList();
  }

  private Fiber fiber(Fiber fiber, List<Fiber> all) {
    boolean failed = fiber.activity() instanceof Activity.Failed;
    int pc = at(failed ? revision.goingOnAt(fiber.pc()) : revision.blockedAt(fiber.pc()));
    if (fiber.stop().isPresent()) {
      throw new Unfit(Refusal.Reason.ENDING, "a branch is on its way to an end: wait for that");
    }
    return new Fiber(
        fiber.path(),
        fiber.branch(),
        pc,
        fiber.frames().stream().map(this::frame).toList(),
        fiber.variables(),
        fiber.stop(),
        activity(fiber, pc, all));
  }

  private Frame frame(Frame frame) {
    return switch (frame) {
      case Frame.Scope(PStack<Compensation> undos) -> new Frame.Scope(compensations(undos));
      case Frame.For(int at, var items, int index, Tally tally) ->
          new Frame.For(at(revision.blockedAt(at)), items, index, tally);
      case Frame.While(int at, int turns) -> new Frame.While(at(revision.blockedAt(at)), turns);
      case Frame.Try(int at, var caught) -> new Frame.Try(at(revision.blockedAt(at)), caught);
      case Frame.Finally(int at, Completion then) ->
          new Frame.Finally(at(revision.blockedAt(at)), then);
    };
  }

  private PStack<Compensation> compensations(PStack<Compensation> undos) {
    var moved = new ArrayList<Compensation>();
    for (var each : undos) {
      moved.add(
          switch (each) {
            case Undo undo ->
                new Undo(
                    at(revision.undoOf(undo.at())),
                    undo.id(),
                    undo.arguments(),
                    undo.forward(),
                    undo.attempts());
            case UndoGroup(int bound, List<PStack<Compensation>> members) ->
                new UndoGroup(bound, members.stream().map(this::compensations).toList());
          });
    }
    return ConsPStack.from(moved);
  }

  private Activity activity(Fiber fiber, int pc, List<Fiber> all) {
    return switch (fiber.activity()) {
      case Activity.Calling(Call call) -> new Activity.Calling(resting(call));
      case Activity.Awaiting(Wait wait, Optional<Call> notification) -> {
        var await = (Instruction.Await) to.code().get(pc);
        notification.ifPresent(call -> notified(fiber, resting(call), await));
        yield new Activity.Awaiting(
            await.heartbeat().isEmpty() ? wait.withoutHeartbeat() : wait, notification);
      }
      case Activity.Polling polling -> {
        polling.call().ifPresent(this::resting);
        yield polling;
      }
      case Activity.Delegating(ChildCall child) -> {
        if (!child.started()) {
          throw busy("the child " + child.name() + " is just being started");
        }
        yield fiber.activity();
      }
      case Activity.Joining(Fan fan) -> new Activity.Joining(fan(fiber, pc, fan, all));
      case Activity.Sleeping _, Activity.Succeeded _, Activity.Stopped _ -> fiber.activity();
      case Activity.Failed failed -> failed;
      case Activity.Concluding(Wait wait, Call _, Wait.Conclusion _) ->
          throw busy("the notification of wait \"" + wait.id() + "\" is in progress");
      case Activity.Unwinding _, Activity.UnwindingGroup _, Activity.Parked _ ->
          throw busy("undos are running");
    };
  }

  private void notified(Fiber fiber, Call call, Instruction.Await await) {
    var handler = CallSite.notification(from, fiber.pc()).handler().handler();
    if (await.notification().filter(one -> one.handler().equals(handler)).isEmpty()) {
      throw unfit("\"" + call.shown() + "\" is still being tried, and would be otherwise now");
    }
  }

  /// A call of which no attempt is being made; what a failure has stopped is made again anyway.
  private Call resting(Call call) {
    if (call.inFlight() && state.failure().isEmpty()) {
      throw busy("step \"" + call.shown() + "\" is in progress");
    }
    return call;
  }

  /// What branches that have ended did must be there as it was.
  private Fan fan(Fiber fiber, int pc, Fan fan, List<Fiber> all) {
    if (fan.items().isEmpty()) {
      var live =
          all.stream()
              .flatMap(other -> other.branch().stream())
              .filter(branch -> branch.parent().equals(fiber.path()))
              .map(Fiber.Branch::index)
              .toList();
      IntStream.range(0, fan.begun())
          .filter(index -> !live.contains(index))
          .mapToObj(index -> revision.ended(fiber.pc(), pc, index))
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(gap -> {
            throw unfit(gap.reason());
          });
    }
    return new Fan(
        fan.id(),
        fan.items(),
        fan.all(),
        fan.begun(),
        fan.live(),
        fan.tally(),
        TreePVector.from(fan.undos().stream().map(this::compensations).toList()),
        fan.verdict());
  }

  /// A call that is made again is made with what the new version says, under its key.
  private State withNewArguments(State next, Instant at) {
    boolean branched = next.failure().isPresent();
    var old = branched ? state.failure().get().fibers() : state.fibers();
    var fibers = branched ? next.failure().get().fibers() : next.fibers();
    var turn = Turn.of(to, next, at);
    turn.restore(fibers);
    var renewed = new ArrayList<Fiber>();
    for (int i = 0; i < fibers.size(); i++) {
      renewed.add(renewed(turn, old.get(i), fibers.get(i)));
    }
    return new State(
        next.identity(),
        next.epoch(),
        next.time(),
        next.deadline(),
        next.pausedSince(),
        next.counters(),
        next.mailbox(),
        next.consumed(),
        branched ? next.fibers() : renewed,
        next.failure().map(point -> new FailurePoint(renewed, point.completed())));
  }

  private Fiber renewed(Turn turn, Fiber before, Fiber fiber) {
    var strand = turn.strand(fiber.path());
    return switch (fiber.activity()) {
      case Activity.Calling(Call call) ->
          strand.as(new Activity.Calling(renewed(turn, strand, before, call)));
      case Activity.Polling polling when polling.call().isPresent() ->
          strand.as(polling.with(renewed(turn, strand, before, polling.call().get())));
      case Activity.Failed(Instant at, Fault fault, Repeat repeat) when repeat.call().isPresent() ->
          strand.as(
              new Activity.Failed(
                  at, fault, repeat(turn, strand, before, repeat.call().orElseThrow())));
      default -> fiber;
    };
  }

  private Repeat repeat(Turn turn, Strand strand, Fiber before, Call call) {
    return revision.blockedAt(before.pc()) instanceof Revision.Found.At(int same)
            && same == strand.pc
        ? Repeat.of(renewed(turn, strand, before, call))
        : Repeat.HERE; // something else comes first now
  }

  /// The same call, with the arguments of the new version where they are written otherwise.
  private Call renewed(Turn turn, Strand strand, Fiber before, Call call) {
    if (!revision.callsOtherwise(before.pc(), strand.pc)) {
      return call;
    }
    var handler =
        switch (to.code().get(strand.pc)) {
          case Instruction.Poll poll -> poll.call();
          default -> CallSite.step(to, strand.pc).handler();
        };
    return switch (turn.arguments(strand, handler, Map.of())) {
      case Undo.Ready(Value.Fields input) -> call.with(input);
      case Undo.Broken(Fault fault) ->
          throw unfit(
              "the arguments of \"" + call.shown() + "\" cannot be computed: " + fault.message());
    };
  }

  private static int at(Revision.Found found) {
    return switch (found) {
      case Revision.Found.At(int at) -> at;
      case Revision.Found.Nowhere(Revision.Gap gap) -> throw unfit(gap.reason());
    };
  }

  private static Unfit unfit(String message) {
    return new Unfit(Refusal.Reason.UNFIT, message);
  }

  private static Unfit busy(String what) {
    return new Unfit(
        Refusal.Reason.BUSY, what + ": pause the execution, and move it once that has ended");
  }
}
