package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.StatusDocument;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the commands do that send something to an execution: make it durable, say so, and then run
/// the execution where nobody else does.
final class Delivering {

  @Option(
      names = "--no-run",
      description = "Only sends; the execution goes on with the next flow resume.")
  private boolean noRun;

  @Mixin private HostOptions host = new HostOptions();

  /// Sends, and answers the exit code. `what` tells a person what was sent.
  int deliver(Context context, String what, Function<Engine, Sending> send) {
    Output output = context.output(host.json);
    String name;
    try (Workspace workspace = context.reading()) {
      Sending sending = send.apply(workspace.engine());
      name = Sent.accepted(context, workspace.engine(), sending);
      output.say(
          output.colors().green("accepted")
              + " "
              + what
              + (sending instanceof Sending.Duplicate ? " (it was before)" : "")
              + " for "
              + Printable.line(name));
      boolean held = sending instanceof Sending.Accepted(String _, boolean heldBy) && heldBy;
      if (held) {
        output.say("A process is at it and goes on with it.");
      }
      if (noRun || held) {
        if (output.json()) {
          output.document(
              StatusDocument.of(Executions.describe(context, workspace.engine(), name)));
        }
        return ExitCode.OK;
      }
    }
    try (Hosting hosting = Hosting.open(context, host, false)) {
      return Going.on(hosting, name);
    }
  }
}
