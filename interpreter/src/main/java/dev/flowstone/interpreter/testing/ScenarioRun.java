package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.CallbackToken;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.FailurePlace;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Machine;
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
    VirtualHost host =
        VirtualHost.take(scenario, handling(scenario, false), input, signals(), coverage);
    Optional<Problem> problem =
        scenario.happenings().stream()
            .filter(Happening::early)
            .flatMap(happening -> early(host, happening).stream())
            .findFirst();
    if (problem.isEmpty()) {
      host.goOn();
    }
    for (Happening happening : scenario.happenings()) {
      if (happening.early() || problem.isPresent()) {
        continue;
      }
      host.advance(scenario.start().plus(happening.time()), false);
      if (host.problem().isEmpty()) {
        problem = happen(host, happening);
      }
    }
    if (problem.isEmpty()) {
      host.finish();
    }
    Optional<Problem> found = host.problem().map(message -> new Problem(message, Optional.empty()));
    return recording(host, scenario.start(), found.isPresent() ? found : problem);
  }

  /// Starts it, and does what can be done at once; with `real` a handler of which nothing is said
  /// is called itself.
  static VirtualHost start(Scenario scenario, Value.Fields input, boolean real, Coverage coverage) {
    VirtualHost host =
        VirtualHost.take(scenario, handling(scenario, real), input, List.of(), coverage);
    host.goOn();
    return host;
  }

  private static Handling handling(Scenario scenario, boolean real) {
    return new Handling(new Stubs(scenario.stubs()), scenario.handlers(), real);
  }

  /// Those that are there from the beginning.
  private List<Message.Signal> signals() {
    return scenario.happenings().stream()
        .filter(Happening::early)
        .flatMap(happening -> signal(happening).stream())
        .filter(signal -> Machine.refusal(scenario.program(), signal).isEmpty())
        .toList();
  }

  private static Optional<Message.Signal> signal(Happening happening) {
    return happening.what() instanceof Happening.What.Sent(Message.Signal signal)
        ? Optional.of(signal)
        : Optional.empty();
  }

  /// Tells why what is there from the beginning could not be; the signals are there already.
  private static Optional<Problem> early(VirtualHost host, Happening happening) {
    if (!(happening.what() instanceof Happening.What.Sent(Message message))) {
      return Optional.empty();
    }
    Optional<Refusal> refusal =
        message instanceof Message.Signal signal
            ? Machine.refusal(host.main().program, signal)
            : host.early(message);
    return told(happening, refusal.map(Refusal::message));
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
          switch (Addressee.of(host, happening.child(), message)) {
            case Addressee.Here(Live live) ->
                told(happening, host.send(live, message).map(Refusal::message));
            case Addressee.Missing(String why) -> missing(happening, why);
          };
      case Happening.What.CalledBack(String signal, Happening.Answer answer) ->
          switch (Addressee.of(host, happening.child())) {
            case Addressee.Here(Live live) ->
                told(happening, calledBack(host, live, signal, answer));
            case Addressee.Missing(String why) -> missing(happening, why);
          };
    };
  }

  /// Nobody is there who could refuse it.
  private static Optional<Problem> missing(Happening happening, String why) {
    return Optional.of(new Problem(why, Optional.of(happening.place())));
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
  static Optional<String> calledBack(
      VirtualHost host, Live live, String signal, Happening.Answer answer) {
    Optional<String> token =
        live.state().waitingFor(live.program).stream()
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
    return host.send(live, message).map(Refusal::message);
  }
}
