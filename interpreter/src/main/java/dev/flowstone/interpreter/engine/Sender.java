package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.CallbackToken;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Sends messages to executions, wherever they are. What would change nothing is refused before it
/// is stored; `nudge` tells the one who holds the execution here.
record Sender(
    Ports ports,
    Settings settings,
    Asking asking,
    Programs programs,
    Reader reader,
    Consumer<String> nudge) {
  private static final int KEY_LENGTH = 200;

  Sending signal(String name, String signal, Value payload, Optional<String> key) {
    if (key.isPresent() && key.get().length() > KEY_LENGTH) {
      return new Sending.Rejected("a key has at most " + KEY_LENGTH + " characters");
    }
    // Apart from the keys that the engine makes, such as those of callbacks.
    return send(name, new Message.Signal(signal, payload), key.map(own -> "key:" + own));
  }

  Sending callback(String token, CallbackAnswer answer) {
    Optional<CallbackToken> parsed = CallbackToken.parse(token);
    // Whoever has no token may ask, too: the journal is not read for everybody.
    if (parsed.isEmpty() || !reader.begins(parsed.get().name(), parsed.get()::verify)) {
      return new Sending.BadToken();
    }
    Optional<Description> found = reader.describe(parsed.get().name());
    if (found.isEmpty() || !parsed.get().verify(found.get().state())) {
      return new Sending.BadToken();
    }
    String wait = parsed.get().awaitId();
    String once = "callback:" + wait;
    return switch (answer) {
      case CallbackAnswer.Success(Value payload) ->
          send(found.get(), new Message.CallbackSucceeded(wait, payload), once);
      case CallbackAnswer.Failure(String error, String message, Optional<Value> data) ->
          send(found.get(), new Message.CallbackFailed(wait, error, message, data), once);
      case CallbackAnswer.Heartbeat() ->
          send(
              found.get(),
              new Message.CallbackHeartbeat(wait),
              once + ":" + Identifiers.nonce(ports.random()));
    };
  }

  Sending send(String name, Message message) {
    return send(name, message, Optional.empty());
  }

  private Sending send(String name, Message message, Optional<String> key) {
    Optional<Stored> stored = reader.present(name);
    if (stored.isEmpty()) {
      return new Sending.Missing(name);
    }
    String unique = key.orElseGet(() -> Identifiers.nonce(ports.random()));
    Description to;
    try {
      to = reader.described(stored.get());
    } catch (Programs.Unknown e) {
      return new Sending.Rejected(String.valueOf(e.getMessage()));
    }
    return send(to, message, unique);
  }

  /// Moves an execution to another version of its workflow.
  Sending move(String name, String version, String reason) {
    return switch (programs.find(version)) {
      case Programs.Found.Unusable(String why) -> new Sending.Rejected(why);
      case Programs.Found.Ok(Program program) ->
          send(name, new Message.Move(version, program, reason));
    };
  }

  private Sending send(Description to, Message message, String key) {
    String name = to.meta().name();
    var refusal =
        Machine.refusal(to.program(), to.state(), message).filter(each -> !isOver(to, each));
    if (refusal.isPresent()) {
      return new Sending.Refused(name, refusal.get().reason(), refusal.get().message());
    }
    Optional<String> excess = excess(message);
    if (excess.isPresent()) {
      return new Sending.Rejected(excess.get());
    }
    return switch (deliver(name, message, key, reopens(to, message))) {
      case Delivery.Accepted(Optional<String> heldBy) ->
          new Sending.Accepted(name, heldBy.isPresent());
      case Delivery.Duplicate() -> new Sending.Duplicate(name);
      case Delivery.Full() -> new Sending.Full(name);
      case Delivery.Missing() -> new Sending.Missing(name);
      case Delivery.Ended(String status) ->
          new Sending.Refused(name, Refusal.Reason.ENDED, "the execution has ended: " + status);
      case Delivery.Live(String status) ->
          new Sending.Refused(
              name, Refusal.Reason.NOT_ENDED, "the execution has not come to rest: " + status);
    };
  }

  /// What is wrong with the size of a message, if anything.
  Optional<String> excess(Message message) {
    int bytes = MessageCodec.encode(message).length;
    return bytes > settings.payloadBytes()
        ? Optional.of(settings.tooLarge("the message", bytes))
        : Optional.empty();
  }

  /// Stores a message without looking at what is there: what it would not change, it will not
  /// change. Counts once by its key, however often it is sent.
  Delivery deliver(String name, Message message, String key, boolean reopens) {
    Instant now = ports.clock().instant();
    InboxEntry entry = new InboxEntry(key, now, reopens, MessageCodec.encode(message));
    Delivery delivery = asking.askCalmly(() -> ports.executions().deliver(name, entry, now));
    if (delivery instanceof Delivery.Accepted) {
      nudge.accept(name);
    }
    return delivery;
  }

  /// What is in progress in a paused execution that nobody holds is held when it is claimed.
  private static boolean isOver(Description to, Refusal refusal) {
    return refusal.reason() == Refusal.Reason.BUSY
        && to.state().pausedSince().isPresent()
        && to.meta().lease().isEmpty();
  }

  /// To the store, an execution whose undos failed has ended, like any other that failed.
  private static boolean reopens(Description to, Message message) {
    return switch (message) {
      case Message.Redrive _ -> true;
      case Message.Move _ -> to.state().ending().isPresent();
      case Message.Terminate _, Message.Cancel _ ->
          to.state().status() == Status.COMPENSATION_FAILED;
      case Message.Signal _,
          Message.CallbackSucceeded _,
          Message.CallbackFailed _,
          Message.CallbackHeartbeat _,
          Message.Pause _,
          Message.Resume _,
          Message.ChildEnded _ ->
          false;
    };
  }
}
