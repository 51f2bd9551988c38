package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Compensation;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Fiber;
import dev.flowstone.interpreter.machine.Frame;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What planted bugs make of what passes through them.
final class Damage {

  private Damage() {}

  static Released with(Released one, long version, List<String> keys, Optional<Instant> due) {
    return new Released(
        one.epoch(), one.nonce(), version, keys, due, one.status(), one.snapshot(), one.parked());
  }

  static NewExecution orphaned(NewExecution one) {
    List<Event> events = new ArrayList<>();
    for (Event event : Judge.events(one.first())) {
      events.add(
          event instanceof Event.Started started
              ? new Event.Started(
                  started.at(),
                  started.name(),
                  started.id(),
                  started.version(),
                  started.semantics(),
                  started.input(),
                  started.secret(),
                  started.callbackBase(),
                  Optional.empty())
              : event);
    }
    Slot first = one.first();
    return new NewExecution(
        one.name(),
        one.id(),
        one.workflow(),
        one.version(),
        one.inputHash(),
        one.format(),
        one.status(),
        new Slot(
            first.index(), first.epoch(), first.nonce(), first.at(), EventCodec.encode(events)),
        one.deadline());
  }

  static Snapshot turned(Snapshot snapshot) {
    return with(snapshot, state(snapshot), Damage::turned);
  }

  /// Without what is registered, where another version runs than the one that it began with.
  static Snapshot withoutUndos(Snapshot snapshot, String begun) {
    State state = state(snapshot);
    return state.identity().version().equals(begun)
        ? snapshot
        : with(
            snapshot,
            state,
            frame ->
                frame instanceof Frame.Scope(var undos)
                    ? new Frame.Scope(undos.minusAll(undos))
                    : frame);
  }

  private static State state(Snapshot snapshot) {
    if (!(StateCodec.decode(snapshot.body()) instanceof Decoded.Ok(State state))) {
      throw new IllegalStateException("a snapshot cannot be read");
    }
    return state;
  }

  private static Snapshot with(Snapshot snapshot, State state, UnaryOperator<Frame> change) {
    State changed =
        new State(
            state.identity(),
            state.epoch(),
            state.time(),
            state.deadline(),
            state.pausedSince(),
            state.counters(),
            state.mailbox(),
            state.consumed(),
            state.fibers().stream().map(fiber -> with(fiber, change)).toList(),
            state.failure());
    return new Snapshot(snapshot.through(), StateCodec.encode(changed));
  }

  private static Fiber with(Fiber fiber, UnaryOperator<Frame> change) {
    return new Fiber(
        fiber.path(),
        fiber.branch(),
        fiber.pc(),
        fiber.frames().stream().map(change).toList(),
        fiber.variables(),
        fiber.stop(),
        fiber.activity());
  }

  private static Frame turned(Frame frame) {
    if (!(frame instanceof Frame.Scope(var undos))) {
      return frame;
    }
    var turned = undos.minusAll(undos);
    for (Compensation each : undos) {
      turned = turned.plus(each);
    }
    return new Frame.Scope(turned);
  }

  interface Change {
    Instruction of(Instruction instruction);
  }

  static Program changed(Program program, Change change) {
    return new Program(
        program.format(),
        program.semantics(),
        program.workflow(),
        program.input(),
        program.defaults(),
        program.output(),
        program.signals(),
        program.timeout(),
        program.code().stream().map(change::of).toList());
  }

  static HandlerCall again(HandlerCall call) {
    return new HandlerCall(
        call.id(),
        call.handler(),
        call.arguments(),
        call.retry(),
        false,
        call.timeout(),
        call.heartbeat());
  }

  /// What is stored, without the slots up to one.
  static Stored cut(Stored stored, long upTo) {
    return new Stored(
        stored.meta(),
        stored.snapshot(),
        stored.tail().stream().filter(slot -> slot.index() > upTo).toList());
  }
}
