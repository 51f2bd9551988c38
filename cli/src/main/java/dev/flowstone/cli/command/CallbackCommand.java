package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow callback`: what an outside party says to the token that it was given.
@Command(
    name = "callback",
    description = {
      "Completes, fails or keeps alive the wait that a callback token was made for, and goes on"
          + " with the execution.",
      "",
      "A token serves one wait and is refused afterwards."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow callback $TOKEN '{\"approved\": true, \"by\": \"ada\"}'",
      "  flow callback $TOKEN --error Declined --message 'over the limit'",
      "  flow callback $TOKEN --heartbeat"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution succeeded, or is parked.",
      "1:Accepted; the execution ended otherwise.",
      "2:Not accepted: no such token, its wait is over, bad JSON.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the callback is kept."
    })
final class CallbackCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "TOKEN", description = "The callback token.")
  private String token = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description =
          "The payload that completes the wait: JSON, @file, or - for standard input (default:"
              + " null; with --error, the error's data).")
  private @Nullable String payload;

  @Option(names = "--error", paramLabel = "NAME", description = "Fails the wait with this error.")
  private @Nullable String error;

  @Option(names = "--message", paramLabel = "TEXT", description = "The message of the error.")
  private @Nullable String message;

  @Option(names = "--heartbeat", description = "Only says that the party is still at it.")
  private boolean heartbeat;

  @Mixin private Delivering delivering = new Delivering();

  CallbackCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.reach().deliver(new Outgoing.Callback(token, answer()), delivering);
  }

  private CallbackAnswer answer() {
    boolean toMuch = heartbeat && (error != null || payload != null);
    if (toMuch || (message != null && error == null)) {
      throw Problem.usage("give a payload, or --error NAME with --message TEXT, or --heartbeat")
          .stop();
    }
    if (heartbeat) {
      return new CallbackAnswer.Heartbeat();
    }
    Optional<Value> given =
        Optional.ofNullable(payload).map(json -> context.jsonArgument().read("the payload", json));
    return error == null
        ? new CallbackAnswer.Success(given.orElse(Value.Null.NULL))
        : new CallbackAnswer.Failure(error, message == null ? "" : message, given);
  }
}
