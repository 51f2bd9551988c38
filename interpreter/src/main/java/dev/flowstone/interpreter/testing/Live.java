package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One execution on a virtual host: its state, what it has in flight, and what is told of it.
final class Live {

  final Program program;
  final Optional<Parent> parent;
  final Map<InFlight.Key, InFlight> inFlight = new LinkedHashMap<>();
  private final List<HistoryEntry> history = new ArrayList<>();
  private final Coverage coverage;
  private State state;
  private boolean endTold;

  /// The signals are there before it does anything.
  Live(Program program, Event.Started started, List<Message.Signal> signals, Coverage coverage) {
    this.program = program;
    this.parent = started.parent().filter(one -> !one.detached());
    this.coverage = coverage;
    Transition first = Machine.start(program, started, signals);
    this.state = first.state();
    told(first);
  }

  State state() {
    return state;
  }

  String name() {
    return state.name();
  }

  List<HistoryEntry> history() {
    return List.copyOf(history);
  }

  /// Whether nothing but a message can move it any more.
  boolean rests() {
    return state.status().ended();
  }

  /// Whether an attempt has been interrupted whose end is awaited: no other host could await it.
  boolean interrupts() {
    return state.outstanding(program).stream().anyMatch(Command.Interrupt.class::isInstance);
  }

  /// Whether its parent is to be told now that it has ended: once, and not while a redrive may
  /// still go on.
  boolean tellsEnd() {
    boolean over = rests() && state.status() != Status.COMPENSATION_FAILED;
    boolean tells = !endTold && parent.isPresent() && over;
    endTold |= tells;
    return tells;
  }

  /// The next state, and what is to be done because of it.
  List<Command> step(Event event) {
    Transition transition = Machine.step(program, state, event);
    told(transition);
    return transition.commands();
  }

  private void told(Transition transition) {
    state = transition.state();
    history.addAll(transition.history());
    coverage.add(program, transition.passages());
  }

  /// Goes through what would be stored, as where another host takes over.
  void reload() {
    state = read(StateCodec.decode(StateCodec.encode(state)));
  }

  /// The event as another host reads it.
  static Event reload(Event event) {
    return read(EventCodec.decode(EventCodec.encode(List.of(event)))).getFirst();
  }

  private static <T> T read(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Ok<T>(T value) -> value;
      case Decoded.Newer<T> _, Decoded.Corrupt<T> _ ->
          throw new IllegalStateException("what was written cannot be read: " + decoded);
    };
  }
}
