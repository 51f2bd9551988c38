package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.machine.Status;
import java.util.Optional;
import java.util.UUID;

/// What a command sends to an execution, wherever that runs.
sealed interface Outgoing {

  record Signal(String name, String signal, Value payload, Optional<String> key)
      implements Outgoing {}

  record Callback(String token, CallbackAnswer answer) implements Outgoing {}

  record Cancel(String name, String reason) implements Outgoing {}

  record Terminate(String name, String reason) implements Outgoing {}

  record Pause(String name, String reason) implements Outgoing {}

  record Redrive(String name, String reason) implements Outgoing {}

  /// What it is called in words.
  default String shown() {
    return switch (this) {
      case Signal signal -> signal.signal();
      case Callback(String _, CallbackAnswer.Success _) -> "the callback";
      case Callback(String _, CallbackAnswer.Failure(String error, var _, var _)) ->
          "the error " + error;
      case Callback(String _, CallbackAnswer.Heartbeat _) -> "a heartbeat";
      case Cancel _ -> "the cancellation";
      case Terminate _ -> "the termination";
      case Pause _ -> "the pause";
      case Redrive _ -> "the redrive";
    };
  }

  /// The end that is a good one for who sends it.
  default Status end() {
    return switch (this) {
      case Cancel _ -> Status.CANCELLED;
      case Terminate _ -> Status.TERMINATED;
      case Signal _, Callback _, Pause _, Redrive _ -> Status.SUCCEEDED;
    };
  }

  default Sending to(Engine engine) {
    return switch (this) {
      case Signal(var name, var signal, var payload, var key) ->
          engine.signal(name, signal, payload, key);
      case Callback(String token, CallbackAnswer answer) -> engine.callback(token, answer);
      case Cancel(String name, String reason) -> engine.cancel(name, reason);
      case Terminate(String name, String reason) -> engine.terminate(name, reason);
      case Pause(String name, String reason) -> engine.pause(name, reason);
      case Redrive(String name, String reason) -> engine.redrive(name, reason);
    };
  }

  /// The same as a host is asked for it. A signal gets a key where it has none, so that a request
  /// that is repeated on the way counts once.
  default HostRequest request() {
    return switch (this) {
      case Signal(var name, var signal, var payload, var key) ->
          HostRequest.signal(
              name, signal, payload, key.orElseGet(() -> "flow-" + UUID.randomUUID()));
      case Callback(String token, CallbackAnswer answer) -> HostRequest.callback(token, answer);
      case Cancel(String name, String reason) -> HostRequest.ask("cancel", name, reason);
      case Terminate(String name, String reason) -> HostRequest.ask("terminate", name, reason);
      case Pause(String name, String reason) -> HostRequest.ask("pause", name, reason);
      case Redrive(String name, String reason) -> HostRequest.ask("redrive", name, reason);
    };
  }
}
