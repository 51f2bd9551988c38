package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One execution in a test: it stands where it has ended or waits, until it is told something or
/// time passes.
///
/// What it cannot do is an [AssertionError]: a message that is refused, a handler of which nothing
/// is known.
public final class FlowExecution {

  private final VirtualHost host;
  private final Instant start;

  FlowExecution(VirtualHost host) {
    this.host = host;
    this.start = host.main().state().identity().startedAt();
    check();
  }

  private FlowExecution check() {
    host.problem()
        .ifPresent(problem -> {
          throw new AssertionError(problem);
        });
    return this;
  }

  // What happens to it

  /// Sends a signal with a payload of JSON.
  public FlowExecution signal(String name, String payload) {
    return send(new Message.Signal(name, FlowTester.json(payload)));
  }

  /// Completes the wait for a signal, as the party that was notified does.
  public FlowExecution callback(String signal, String payload) {
    return answer(signal, new Happening.Answer.Completes(FlowTester.json(payload)));
  }

  /// Fails the wait for a signal.
  public FlowExecution callbackFails(String signal, String error, String message) {
    return answer(signal, new Happening.Answer.Fails(error, message, Optional.empty()));
  }

  public FlowExecution cancel(String reason) {
    return send(new Message.Cancel(reason));
  }

  public FlowExecution pause() {
    return send(new Message.Pause(""));
  }

  public FlowExecution resume() {
    return send(new Message.Resume(""));
  }

  public FlowExecution terminate(String reason) {
    return send(new Message.Terminate(reason));
  }

  public FlowExecution redrive() {
    return send(new Message.Redrive(""));
  }

  /// Lets time pass, and everything happen that is due on the way.
  public FlowExecution pass(Duration time) {
    host.advance(host.now().plus(time), true);
    return check();
  }

  /// Lets time pass until nothing more happens by itself.
  public FlowExecution finish() {
    host.finish();
    return check();
  }

  /// Lets the host die: what is in flight has an unknown outcome.
  public FlowExecution crash() {
    host.crash();
    return check();
  }

  private FlowExecution send(Message message) {
    refused(host.send(host.main(), message).map(Refusal::message));
    return check();
  }

  private FlowExecution answer(String signal, Happening.Answer answer) {
    refused(ScenarioRun.calledBack(host, host.main(), signal, answer));
    return check();
  }

  private static void refused(Optional<String> why) {
    why.ifPresent(message -> {
      throw new AssertionError("refused: " + message);
    });
  }

  // How it stands

  public Status status() {
    return host.main().state().status();
  }

  /// The result as JSON; an [AssertionError] where there is none.
  public String result() {
    Value result =
        host.main()
            .state()
            .result()
            .orElseThrow(() -> new AssertionError("no result: " + ending()));
    return switch (ValueJson.render(result)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          throw new AssertionError("the result has no JSON: " + message + " at " + path);
    };
  }

  /// The error that it failed with; an [AssertionError] where it did not.
  public Fault error() {
    return host.main()
        .state()
        .error()
        .orElseThrow(() -> new AssertionError("no error: " + ending()));
  }

  private String ending() {
    return host.main().state().status()
        + host.main()
            .state()
            .error()
            .map(fault -> ", " + fault.name() + " \"" + fault.message() + "\"")
            .orElse("");
  }

  /// How long it took, or has taken so far.
  public Duration time() {
    Instant end = host.main().state().ending().map(Activity.Ending::at).orElse(host.now());
    return Duration.between(start, end);
  }

  /// The handlers of the steps that were called, in order, each call once however often it was
  /// tried.
  public List<String> steps() {
    return recording().handlers(false);
  }

  /// The same of undos.
  public List<String> undone() {
    return recording().handlers(true);
  }

  /// Every attempt of every call, in order.
  public List<Called> calls() {
    return host.calls();
  }

  private Recording recording() {
    return ScenarioRun.recording(host, start, Optional.empty());
  }
}
