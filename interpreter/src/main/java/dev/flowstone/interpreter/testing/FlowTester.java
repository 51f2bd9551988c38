package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.machine.Inputs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Executes one workflow in tests of the authors of its handlers: in memory, with the handlers
/// themselves or with what a test says that they do, on a clock that moves only when it is told to.
///
/// Handlers of which nothing is said are called themselves. The host dies after every checkpoint
/// and another goes on, unless it [lives][#withoutCrashes]. Values are given and told as JSON.
/// Needs no JUnit; with it, [dev.flowstone.interpreter.testing.junit.FlowTest] hands one over.
public final class FlowTester {

  private final Program program;
  private final Workflows workflows;
  private final List<Given> givens = new ArrayList<>();
  private HandlerRegistry handlers;
  private Instant start = Scenario.START;
  private boolean crashing = true;
  private int executions;

  private FlowTester(Program program, Workflows workflows, HandlerRegistry handlers) {
    this.program = program;
    this.workflows = workflows;
    this.handlers = handlers;
  }

  /// A workflow by its file, text or YAML, with the handlers of the caller's class path. Throws
  /// [IllegalArgumentException] with what is wrong with the file.
  public static FlowTester of(Path file) {
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return of(file, HandlerRegistry.load(classes));
  }

  public static FlowTester of(Path file, HandlerRegistry handlers) {
    return new FlowTester(FlowFile.program(file), FlowFile.beside(file), handlers);
  }

  /// Takes these handlers in place of those of the class path.
  public FlowTester with(StepHandler<?, ?>... others) {
    handlers = HandlerRegistry.of(others);
    return this;
  }

  /// Lets executions start at this time.
  public FlowTester startingAt(Instant instant) {
    start = instant;
    return this;
  }

  /// Lets the host live.
  public FlowTester withoutCrashes() {
    crashing = false;
    return this;
  }

  /// Says what a handler does, in place of what was said of it before.
  public Given given(String handler) {
    givens.removeIf(given -> given.handler.equals(handler));
    Given given = new Given(handler);
    givens.add(given);
    return given;
  }

  /// Starts an execution with an input of JSON, and lets it go on until it has ended or waits.
  public FlowExecution start(String input) {
    Scenario scenario =
        new Scenario(
            program,
            "test-" + ++executions,
            json(input),
            start,
            givens.stream().map(Given::stub).toList(),
            List.of(),
            workflows,
            handlers,
            crashing);
    return switch (Inputs.accept(program, scenario.input())) {
      case Inputs.Checked.Rejected rejected ->
          throw new IllegalArgumentException(rejected.message());
      case Inputs.Checked.Accepted(Value.Fields fields) ->
          new FlowExecution(ScenarioRun.start(scenario, fields, true, new Coverage()));
    };
  }

  static Value json(String text) {
    return switch (ValueJson.parse(text)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed malformed ->
          throw new IllegalArgumentException("no JSON: " + malformed.describe() + ": " + text);
    };
  }

  /// What a handler does, call after call: each reaction holds for one call, the last for all that
  /// follow.
  public static final class Given {

    private final String handler;
    private final List<Stub.Act> acts = new ArrayList<>();

    private Given(String handler) {
      this.handler = handler;
    }

    /// Gives a result, as JSON.
    public Given returns(String json) {
      return add(Reaction.returns(json(json)));
    }

    /// Raises an error that a retry may mend.
    public Given fails(String error, String message) {
      return add(new Reaction.Fails(false, error, message, Optional.empty()));
    }

    /// Raises an error that no retry can mend; nothing was done.
    public Given failsPermanently(String error, String message) {
      return add(new Reaction.Fails(true, error, message, Optional.empty()));
    }

    /// Never answers.
    public Given hangs() {
      return add(new Reaction.Hangs());
    }

    /// The host dies during the call.
    public Given crashes() {
      return add(new Reaction.Crashes());
    }

    /// The handler itself is called.
    public Given real() {
      return add(new Reaction.Real());
    }

    /// How long the reaction before takes.
    public Given after(Duration time) {
      Stub.Act last = acts.removeLast();
      acts.add(new Stub.Act(last.reaction(), time, last.times()));
      return this;
    }

    /// For how many calls the reaction before holds.
    public Given times(int calls) {
      Stub.Act last = acts.removeLast();
      acts.add(new Stub.Act(last.reaction(), last.after(), OptionalInt.of(calls)));
      return this;
    }

    private Given add(Reaction reaction) {
      acts.add(new Stub.Act(reaction, Duration.ZERO, OptionalInt.empty()));
      return this;
    }

    private Stub stub() {
      return new Stub(false, handler, Optional.empty(), acts);
    }
  }
}
