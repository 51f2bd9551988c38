package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.CallbackToken;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.FailurePlace;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs a scenario from its start to its end.
public final class ScenarioRun {

  private final Scenario scenario;
  private final Coverage coverage;

  private ScenarioRun(Scenario scenario, Coverage coverage) {
    this.scenario = scenario;
    this.coverage = coverage;
  }

  /// Runs it; the ways that it takes are added to the coverage.
  public static Recording of(Scenario scenario, Coverage coverage) {
    return new ScenarioRun(scenario, coverage).run();
  }

  private Recording run() {
    return switch (Inputs.accept(scenario.program(), PlainValue.of(scenario.input()))) {
      case Inputs.Checked.Rejected rejected -> rejected(rejected);
      case Inputs.Checked.Accepted(Value.Fields input) -> run(input);
    };
  }

  /// What the engine refuses to start is to a test an execution that failed at once.
  private Recording rejected(Inputs.Checked.Rejected rejected) {
    return new Recording(
        Status.FAILED,
        Optional.empty(),
        Optional.of(Fault.of(EngineError.INVALID_INPUT, rejected.message())),
        OptionalInt.empty(),
        Duration.ZERO,
        scenario.start(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        false);
  }

  private Recording run(Value.Fields input) {
    VirtualHost host = start(scenario, input, false, coverage);
    Optional<Problem> problem = Optional.empty();
    for (Happening happening : scenario.happenings()) {
      host.advance(scenario.start().plus(happening.time()), false);
      if (host.problem().isEmpty() && problem.isEmpty()) {
        problem = happen(host, happening);
      }
    }
    if (problem.isEmpty()) {
      host.finish();
    }
    Optional<Problem> found = host.problem().map(message -> new Problem(message, Optional.empty()));
    return recording(host, scenario.start(), found.isPresent() ? found : problem);
  }

  /// Starts it; with `real` a handler of which nothing is said is called itself.
  static VirtualHost start(Scenario scenario, Value.Fields input, boolean real, Coverage coverage) {
    Handling handling = new Handling(new Stubs(scenario.stubs()), scenario.handlers(), real);
    return VirtualHost.start(scenario, handling, input, coverage);
  }

  static Recording recording(VirtualHost host, Instant start, Optional<Problem> problem) {
    State state = host.main().state();
    Instant end = state.ending().map(Activity.Ending::at).orElse(host.now());
    return new Recording(
        state.status(),
        state.result().map(PlainValue::of),
        state.error(),
        FailurePlace.of(host.main().program, state),
        Duration.between(start, end),
        start,
        host.calls().stream().filter(call -> call.execution().equals(state.name())).toList(),
        host.calls(),
        host.executions().stream()
            .map(live -> new Recording.Story(live.name(), live.program.workflow(), live.history()))
            .toList(),
        problem,
        host.handlersWereReal());
  }

  /// Lets something happen; tells why it could not.
  static Optional<Problem> happen(VirtualHost host, Happening happening) {
    return switch (happening.what()) {
      case Happening.What.Crash() -> {
        host.crash();
        yield Optional.empty();
      }
      case Happening.What.Sent(Message message) ->
          told(happening, host.send(message).map(Refusal::message));
      case Happening.What.CalledBack(String signal, Happening.Answer answer) ->
          told(happening, calledBack(host, signal, answer));
    };
  }

  private static Optional<Problem> told(Happening happening, Optional<String> refusal) {
    Optional<Span> place = Optional.of(happening.place());
    if (happening.refused()) {
      return refusal.isPresent()
          ? Optional.empty()
          : Optional.of(new Problem("it was to be refused, and was accepted", place));
    }
    return refusal.map(message -> new Problem("it was refused: " + message, place));
  }

  /// Answers the first wait for a signal; tells why there is nothing to answer.
  static Optional<String> calledBack(VirtualHost host, String signal, Happening.Answer answer) {
    Optional<String> token =
        host.main().state().waitingFor(host.main().program).stream()
            .filter(Waiting.Signal.class::isInstance)
            .map(Waiting.Signal.class::cast)
            .filter(waiting -> waiting.signal().equals(signal))
            .map(Waiting.Signal::token)
            .findFirst();
    if (token.isEmpty()) {
      return Optional.of("nothing waits for " + signal + " then");
    }
    String wait = CallbackToken.parse(token.get()).orElseThrow().awaitId();
    Message message =
        switch (answer) {
          case Happening.Answer.Completes(Value payload) ->
              new Message.CallbackSucceeded(wait, payload);
          case Happening.Answer.Fails(String error, String text, Optional<Value> data) ->
              new Message.CallbackFailed(wait, error, text, data);
          case Happening.Answer.Beats() -> new Message.CallbackHeartbeat(wait);
        };
    return host.send(message).map(Refusal::message);
  }
}
