package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pcollections.OrderedPSet;

/// One event being applied: the parts of the next state, and the history so far.
///
/// It holds what all rooms of the machine share; [Instructions], [Calls], [Waits] and [Saga]
/// decide.
final class Turn {

  /// Pure work between two checkpoints is bounded, so that no program holds a host.
  static final int MAX_INSTRUCTIONS = 200_000;

  /// What each item of a `for` adds to that, so that the largest `for` may compute in one turn; not
  /// for more items than it has, or nested loops would have no bound.
  private static final int ITEM_INSTRUCTIONS = 10;

  final Program program;
  final State.Identity identity;
  final Instant now;
  final List<HistoryEntry> history = new ArrayList<>();
  final Set<Passage> passages = new LinkedHashSet<>();
  long epoch;
  Optional<Instant> deadline;
  Optional<Instant> pausedSince;
  Optional<FailurePoint> failure;

  private final Map<String, Strand> strands = new LinkedHashMap<>();
  private int fuel = MAX_INSTRUCTIONS;
  private int items = Instructions.MAX_ITEMS;
  private int steps;
  private int attempts;
  private int waits;
  private int undos;
  private Map<String, List<Value>> mailbox;
  private OrderedPSet<String> consumed;

  private Turn(Program program, State.Identity identity, Instant now) {
    this.program = program;
    this.identity = identity;
    this.now = now;
    this.deadline = program.timeout().map(identity.startedAt()::plus);
    this.pausedSince = Optional.empty();
    this.failure = Optional.empty();
    this.mailbox = Map.of();
    this.consumed = OrderedPSet.empty();
  }

  static Turn start(Program program, State.Identity identity) {
    var turn = new Turn(program, identity, identity.startedAt());
    turn.add(Strand.main());
    return turn;
  }

  /// A turn at `at`, which never lies before the last one.
  static Turn of(Program program, State state, Instant at) {
    var now = at.isBefore(state.time()) ? state.time() : at;
    var turn = new Turn(program, state.identity(), now);
    turn.epoch = state.epoch();
    turn.deadline = state.deadline();
    turn.pausedSince = state.pausedSince();
    turn.failure = state.failure();
    turn.steps = state.counters().steps();
    turn.attempts = state.counters().attempts();
    turn.waits = state.counters().waits();
    turn.undos = state.counters().undos();
    turn.mailbox = state.mailbox();
    turn.consumed = state.consumed();
    state.fibers().forEach(fiber -> turn.add(Strand.of(fiber)));
    return turn;
  }

  State state() {
    return new State(
        identity,
        epoch,
        now,
        deadline,
        pausedSince,
        new State.Counters(steps, attempts, waits, undos),
        mailbox,
        consumed,
        strands.values().stream().map(Strand::fiber).toList(),
        failure);
  }

  // Fibers

  Strand main() {
    return strand("");
  }

  Strand strand(String path) {
    return Objects.requireNonNull(strands.get(path));
  }

  Optional<Strand> find(String path) {
    return Optional.ofNullable(strands.get(path));
  }

  Strand parent(Strand strand) {
    return strand(strand.branch.orElseThrow().parent());
  }

  /// Every fiber, the main one first and parents before their branches; later ones may come and go.
  List<Strand> strands() {
    return new ArrayList<>(strands.values());
  }

  List<Strand> branchesOf(Strand parent) {
    return strands.values().stream()
        .filter(s -> s.branch.filter(b -> b.parent().equals(parent.path)).isPresent())
        .toList();
  }

  boolean has(Strand strand) {
    return strands.get(strand.path) == strand;
  }

  void add(Strand strand) {
    strands.put(strand.path, strand);
  }

  void remove(Strand strand) {
    strands.remove(strand.path);
  }

  /// Puts all fibers where they once were.
  void restore(List<Fiber> fibers) {
    strands.clear();
    fibers.forEach(fiber -> add(Strand.of(fiber)));
  }

  Instruction.Try tried(int at) {
    return (Instruction.Try) program.code().get(at);
  }

  Instruction.ForEach each(int at) {
    return (Instruction.ForEach) program.code().get(at);
  }

  /// The call whose attempt is being made for a fiber, as far as the journal tells.
  Optional<Call> performed(Strand strand) {
    var fiber = strand.fiber();
    return fiber
        .activity()
        .inProgress()
        .filter(call -> CallSite.of(program, fiber).performed(call));
  }

  /// The id of one instance of what has an id in the program: within branches, items and turns of
  /// loops it happens more than once.
  String instance(Strand strand, String id) {
    var instance = new StringBuilder(strand.path);
    for (var frame : strand.frames()) {
      if (frame instanceof Frame.For(int at, var _, int index, var _)) {
        segment(instance, each(at).id(), index);
      } else if (frame instanceof Frame.While(int at, int turns)) {
        segment(instance, ((Instruction.While) program.code().get(at)).id(), turns - 1);
      }
    }
    return instance.isEmpty() ? id : instance.append('/').append(id).toString();
  }

  private static void segment(StringBuilder path, String id, int index) {
    if (!path.isEmpty()) {
      path.append('/');
    }
    path.append(id).append('[').append(index).append(']');
  }

  /// Takes one of the instructions that a turn may execute; tells whether there was one.
  boolean burn() {
    return fuel-- > 0;
  }

  /// An item of a `for` begins.
  void itemBegins() {
    if (items-- > 0) {
      fuel += ITEM_INSTRUCTIONS;
    }
  }

  void refuel() {
    fuel = MAX_INSTRUCTIONS;
  }

  /// A new call, or one that is held until the execution goes on.
  Call begin(String id, Value.Fields input, int attempt) {
    return Call.begin(id, input, attempt, phase(), now);
  }

  Call.Phase phase() {
    return paused() ? new Call.Held() : new Call.InFlight(now, false);
  }

  boolean paused() {
    return pausedSince.isPresent();
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

  /// What is being undone cannot be repeated any more.
  void undoBegun() {
    undos++;
    failure = Optional.empty();
  }

  boolean hasUndone() {
    return undos > 0;
  }

  int fibers() {
    return strands.size();
  }

  int nextWait() {
    return ++waits;
  }

  /// Remembers the key of a message, and forgets the oldest one where there are too many.
  void consume(String hashedKey) {
    consumed = consumed.plus(hashedKey);
    if (consumed.size() > Semantics.mostKeys(identity)) {
      consumed = consumed.minus(consumed.iterator().next());
    }
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

  Evaluated evaluate(Strand strand, Expression expression, Map<String, Value> locals) {
    return Evaluation.evaluate(expression, environment(strand, locals));
  }

  Evaluated evaluate(Strand strand, Expression expression) {
    return evaluate(strand, expression, Map.of());
  }

  /// The arguments of a call, or the error of the first that has none.
  Undo.Arguments arguments(Strand strand, HandlerCall call, Map<String, Value> locals) {
    return arguments(strand, call.id(), call.arguments(), locals);
  }

  Undo.Arguments arguments(
      Strand strand, String id, Map<String, Expression> expressions, Map<String, Value> locals) {
    var arguments = new LinkedHashMap<Value, Value>();
    for (var argument : expressions.entrySet()) {
      switch (evaluate(strand, argument.getValue(), locals)) {
        case Evaluated.Ok(Value value) -> arguments.put(new Value.Text(argument.getKey()), value);
        case Evaluated.Failed(EvaluationError error) -> {
          return new Undo.Broken(Fault.of(error).at(id));
        }
      }
    }
    return new Undo.Ready(new Value.Fields(arguments));
  }

  private Environment environment(Strand strand, Map<String, Value> locals) {
    return new Environment() {
      @Override
      public Value value(String name) {
        return lookup(strand, name, locals);
      }

      @Override
      public Collection<String> names() {
        var names = new LinkedHashSet<String>();
        for (var each = Optional.of(strand); each.isPresent(); each = around(each.get())) {
          names.addAll(each.get().variables().keySet());
        }
        return names;
      }
    };
  }

  /// A name without a value is one that was assigned on other paths only: the analysis has seen to
  /// the rest.
  private Value lookup(Strand strand, String name, Map<String, Value> locals) {
    var local = locals.get(name);
    if (local != null) {
      return local;
    }
    if (name.equals("input")) {
      return identity.input();
    }
    if (name.equals("run")) {
      return run();
    }
    for (var each = Optional.of(strand); each.isPresent(); each = around(each.get())) {
      var value = each.get().variables().get(name);
      if (value != null) {
        return value;
      }
    }
    return Value.Null.NULL;
  }

  /// What a name reads as.
  Value value(Strand strand, String name) {
    return lookup(strand, name, Map.of());
  }

  private Optional<Strand> around(Strand strand) {
    return strand.branch.map(branch -> strand(branch.parent()));
  }

  private Value run() {
    var run = new LinkedHashMap<Value, Value>();
    run.put(new Value.Text("id"), new Value.Text(identity.id()));
    run.put(new Value.Text("name"), new Value.Text(identity.name()));
    run.put(new Value.Text("started_at"), new Value.Timestamp(identity.startedAt()));
    run.put(new Value.Text("time"), new Value.Timestamp(now));
    return new Value.Fields(run);
  }

  /// Ends the execution.
  void end(Activity activity) {
    var main = main();
    var ending = activity.ending().orElseThrow();
    main.stop = Optional.empty();
    main.block(activity);
    pausedSince = Optional.empty();
    if (ending.status() != Status.FAILED) {
      failure = Optional.empty();
    }
    mailbox.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> tell(new HistoryEntry.SignalUnused(now, e.getKey(), e.getValue().size())));
    tellEnd(ending);
  }

  void tellEnd(Activity.Ending ending) {
    tell(
        new HistoryEntry.Ended(
            now,
            ending.status(),
            ending.error().map(Fault::name),
            ending.error().map(Fault::message),
            Duration.between(identity.startedAt(), now)));
  }
}
