package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Environment;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.Evaluation;
import dev.flowstone.interpreter.expression.EvaluationError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One event being applied: the parts of the next state, and the history so far.
///
/// It holds what all rooms of the machine share; [Instructions], [Calls], [Waits] and [Saga]
/// decide.
final class Turn {

  final Program program;
  final State.Identity identity;
  final Instant now;
  final List<HistoryEntry> history = new ArrayList<>();
  long epoch;
  Optional<Instant> deadline;
  final List<Strand> strands;

  private int steps;
  private int attempts;
  private int waits;
  private int undos;
  private Map<String, Value> variables;
  private Map<String, List<Value>> mailbox;
  private Set<String> consumed;

  private Turn(
      Program program,
      State.Identity identity,
      Instant now,
      long epoch,
      Optional<Instant> deadline,
      State.Counters counters,
      Map<String, Value> variables,
      Map<String, List<Value>> mailbox,
      Set<String> consumed,
      List<Strand> strands) {
    this.program = program;
    this.identity = identity;
    this.now = now;
    this.epoch = epoch;
    this.deadline = deadline;
    this.steps = counters.steps();
    this.attempts = counters.attempts();
    this.waits = counters.waits();
    this.undos = counters.undos();
    this.variables = variables;
    this.mailbox = mailbox;
    this.consumed = consumed;
    this.strands = strands;
  }

  static Turn start(Program program, State.Identity identity) {
    var now = identity.startedAt();
    return new Turn(
        program,
        identity,
        now,
        0,
        program.timeout().map(now::plus),
        State.Counters.ZERO,
        Map.of(),
        Map.of(),
        Set.of(),
        new ArrayList<>(List.of(Strand.main())));
  }

  /// A turn at `at`, which never lies before the last one.
  static Turn of(Program program, State state, Instant at) {
    var strands = new ArrayList<Strand>();
    state.fibers().forEach(fiber -> strands.add(Strand.of(fiber)));
    return new Turn(
        program,
        state.identity(),
        at.isBefore(state.time()) ? state.time() : at,
        state.epoch(),
        state.deadline(),
        state.counters(),
        state.variables(),
        state.mailbox(),
        state.consumed(),
        strands);
  }

  State state() {
    return new State(
        identity,
        epoch,
        now,
        deadline,
        new State.Counters(steps, attempts, waits, undos),
        variables,
        mailbox,
        consumed,
        strands.stream().map(Strand::fiber).toList());
  }

  void tell(HistoryEntry entry) {
    history.add(entry);
  }

  void stepCompleted() {
    steps++;
  }

  void attemptBegun() {
    attempts++;
  }

  void undoBegun() {
    undos++;
  }

  int nextWait() {
    return ++waits;
  }

  void assign(Optional<String> variable, Value value) {
    if (variable.isPresent()) {
      var next = new HashMap<>(variables);
      next.put(variable.get(), value);
      variables = next;
    }
  }

  void consume(String hashedKey) {
    var next = new HashSet<>(consumed);
    next.add(hashedKey);
    consumed = next;
  }

  /// Keeps a signal for a wait to come.
  void keep(String signal, Value payload) {
    var queue = new ArrayList<>(mailbox.getOrDefault(signal, List.of()));
    queue.add(payload);
    setMailbox(signal, queue);
  }

  /// Takes the oldest signal of a name that is kept.
  Optional<Value> take(String signal) {
    var queue = mailbox.getOrDefault(signal, List.of());
    if (queue.isEmpty()) {
      return Optional.empty();
    }
    setMailbox(signal, queue.subList(1, queue.size()));
    return Optional.of(queue.getFirst());
  }

  private void setMailbox(String signal, List<Value> queue) {
    var next = new HashMap<>(mailbox);
    if (queue.isEmpty()) {
      next.remove(signal);
    } else {
      next.put(signal, List.copyOf(queue));
    }
    mailbox = next;
  }

  Evaluated evaluate(Expression expression, Map<String, Value> locals) {
    return Evaluation.evaluate(expression, environment(locals));
  }

  Evaluated evaluate(Expression expression) {
    return evaluate(expression, Map.of());
  }

  /// The arguments of a call, or the error of the first that has none.
  Undo.Arguments arguments(HandlerCall call, Map<String, Value> locals) {
    var arguments = new LinkedHashMap<Value, Value>();
    for (var argument : call.arguments().entrySet()) {
      switch (evaluate(argument.getValue(), locals)) {
        case Evaluated.Ok(Value value) -> arguments.put(new Value.Text(argument.getKey()), value);
        case Evaluated.Failed(EvaluationError error) -> {
          return new Undo.Broken(Fault.of(error).at(call.id()));
        }
      }
    }
    return new Undo.Ready(new Value.Fields(arguments));
  }

  private Environment environment(Map<String, Value> locals) {
    return new Environment() {
      @Override
      public Value value(String name) {
        return lookup(name, locals);
      }

      @Override
      public Collection<String> names() {
        return variables.keySet();
      }
    };
  }

  /// A name without a value is one that was assigned on other paths only: the analysis has seen to
  /// the rest.
  private Value lookup(String name, Map<String, Value> locals) {
    var local = locals.get(name);
    if (local != null) {
      return local;
    }
    return switch (name) {
      case "input" -> identity.input();
      case "run" -> run();
      default -> variables.getOrDefault(name, Value.Null.NULL);
    };
  }

  private Value run() {
    var run = new LinkedHashMap<Value, Value>();
    run.put(new Value.Text("id"), new Value.Text(identity.id()));
    run.put(new Value.Text("name"), new Value.Text(identity.name()));
    run.put(new Value.Text("started_at"), new Value.Timestamp(identity.startedAt()));
    run.put(new Value.Text("time"), new Value.Timestamp(now));
    return new Value.Fields(run);
  }

  /// Ends a fiber, and the execution with the main one.
  void end(Strand strand, Activity activity) {
    var ending = activity.ending().orElseThrow();
    boolean parked = ending.status() == Status.COMPENSATION_FAILED;
    strand.stop = parked ? strand.stop : Optional.empty();
    strand.block(activity);
    if (!parked) {
      mailbox.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> tell(new HistoryEntry.SignalUnused(now, e.getKey(), e.getValue().size())));
    }
    tell(
        new HistoryEntry.Ended(
            now,
            ending.status(),
            ending.error().map(Fault::name),
            ending.error().map(Fault::message),
            Duration.between(identity.startedAt(), now)));
  }
}
