package dev.flowstone.cli.command;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow signal`: what a person or a program decides, sent to an execution.
@Command(
    name = "signal",
    description = {
      "Sends a signal to an execution, and goes on with it.",
      "",
      "It is durable before anything else happens, also where the execution does not wait for it"
          + " yet. Where the workflow declares the signal, a payload of another type is refused."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow signal order-4711 approval '{\"approved\": true, \"by\": \"ada\"}'",
      "  flow signal order-4711 approval @decision.json --no-run"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution succeeded, or is parked.",
      "1:Accepted; the execution ended otherwise.",
      "2:Not accepted: no such execution, a payload of another type, bad JSON.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the signal is kept."
    })
final class SignalCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SIGNAL", description = "The signal.")
  private String signal = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "JSON",
      description = "The payload: JSON, @file, or - for standard input (default: null).")
  private @Nullable String payload;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Lets the signal count once, however often it is sent with this key.")
  private @Nullable String key;

  @Mixin private Delivering delivering = new Delivering();

  SignalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Value value =
        payload == null ? Value.Null.NULL : context.jsonArgument().read("the payload", payload);
    return context
        .reach()
        .deliver(new Outgoing.Signal(name, signal, value, Optional.ofNullable(key)), delivering);
  }
}
