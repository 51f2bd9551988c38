package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Behaviour;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes a scenario of one test of a file: with the lines that hold for all, and those of its own
/// first.
final class ScenarioReader {

  private final SuiteValues values;
  private final List<Stub> own = new ArrayList<>();
  private final List<Stub> shared = new ArrayList<>();
  private final List<Happening> happenings = new ArrayList<>();
  private Value input = Value.Fields.EMPTY;
  private Instant start = Scenario.START;

  private ScenarioReader(SuiteValues values) {
    this.values = values;
  }

  /// Throws [SuiteValues.NoValue]. What has a name is in `values` afterwards.
  static Scenario read(SuiteRun run, SuiteLine.Case one, SuiteValues values, boolean crashing) {
    ScenarioReader reader = new ScenarioReader(values);
    run.suite().lines().forEach(line -> reader.line(line, reader.shared));
    one.lines().forEach(line -> reader.line(line, reader.own));
    List<Stub> stubs = new ArrayList<>(reader.own);
    stubs.addAll(reader.shared);
    return new Scenario(
        run.program(),
        one.title(),
        reader.input,
        reader.start,
        stubs,
        reader.happenings,
        run.workflows(),
        run.handlers(),
        crashing);
  }

  private void line(SuiteLine line, List<Stub> stubs) {
    switch (line) {
      case SuiteLine.Case _, SuiteLine.Expect _ -> {}
      case SuiteLine.Assign it -> values.define(it.target().text(), it.value());
      case SuiteLine.Input it -> input = values.of(it.value());
      case SuiteLine.Clock it -> {
        if (values.of(it.instant()) instanceof Value.Timestamp(Instant instant)) {
          start = instant;
        }
      }
      case SuiteLine.Given it -> stubs.add(stub(it));
      case SuiteLine.Happening it ->
          happenings.add(
              new Happening(
                  it.time().map(DurationText::value),
                  what(it.incident()),
                  it.child().map(Name::text),
                  it.refused(),
                  it.span()));
    }
  }

  private Stub stub(SuiteLine.Given given) {
    return new Stub(
        given.workflow(),
        given.target().text(),
        given.arguments().map(values::plain),
        given.behaviours().stream().map(this::act).toList());
  }

  private Stub.Act act(Behaviour behaviour) {
    return new Stub.Act(
        reaction(behaviour.reaction()),
        behaviour.after().map(DurationText::value).orElse(Duration.ZERO),
        behaviour.times().map(times -> OptionalInt.of(times.value())).orElse(OptionalInt.empty()));
  }

  private Reaction reaction(SuiteLine.Reaction reaction) {
    return switch (reaction) {
      case SuiteLine.Reaction.Returns(Expr value) ->
          new Reaction.Returns(arguments -> values.evaluate(value, Map.of("args", arguments)));
      case SuiteLine.Reaction.Fails(boolean permanently, Failing error) ->
          new Reaction.Fails(
              permanently, error.error().text(), message(error.message()), data(error));
      case SuiteLine.Reaction.Real() -> new Reaction.Real();
      case SuiteLine.Reaction.Hangs() -> new Reaction.Hangs();
      case SuiteLine.Reaction.Crashes() -> new Reaction.Crashes();
    };
  }

  private String message(Optional<Expr> message) {
    return message.map(values::text).orElse("");
  }

  private Optional<Value> data(Failing error) {
    return error.data().map(values::plain);
  }

  private Happening.What what(Incident incident) {
    return switch (incident) {
      case Incident.Signal(var name, Optional<Expr> payload) ->
          sent(new Message.Signal(name.text(), payload(payload)));
      case Incident.Callback(var signal, Answer answer) ->
          new Happening.What.CalledBack(signal.text(), answer(answer));
      case Incident.Cancel(Optional<Expr> reason) -> sent(new Message.Cancel(message(reason)));
      case Incident.Terminate(Optional<Expr> reason) ->
          sent(new Message.Terminate(message(reason)));
      case Incident.Redrive() -> sent(new Message.Redrive(""));
      case Incident.Pause() -> sent(new Message.Pause(""));
      case Incident.Resume() -> sent(new Message.Resume(""));
      case Incident.Crash() -> new Happening.What.Crash();
    };
  }

  private static Happening.What sent(Message message) {
    return new Happening.What.Sent(message);
  }

  private Value payload(Optional<Expr> payload) {
    return payload.map(values::plain).orElse(Value.Null.NULL);
  }

  private Happening.Answer answer(Answer answer) {
    return switch (answer) {
      case Answer.Completes(Optional<Expr> payload) ->
          new Happening.Answer.Completes(payload(payload));
      case Answer.Fails(Failing error) ->
          new Happening.Answer.Fails(error.error().text(), message(error.message()), data(error));
      case Answer.Beats() -> new Happening.Answer.Beats();
    };
  }
}
