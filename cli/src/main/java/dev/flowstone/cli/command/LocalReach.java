package dev.flowstone.cli.command;

import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.report.TimelineDocument;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import java.util.List;
import java.util.Optional;

/// The executions of a store on this machine; what is sent to one runs here, where nobody else runs
/// it.
record LocalReach(Context context) implements Reach {

  @Override
  public Value.Fields status(String name) {
    try (Workspace workspace = context.reading()) {
      return StatusDocument.of(
          Executions.describe(context, workspace.engine(), name), workspace.programs());
    }
  }

  @Override
  public Value.Fields list(Query query) {
    if (!context.store().exists()) {
      return ListDocument.of(new Page(List.of(), Optional.empty()));
    }
    try (Workspace workspace = context.reading()) {
      return ListDocument.of(workspace.engine().list(query));
    }
  }

  @Override
  public Value.Fields history(String name) {
    try (Workspace workspace = context.reading()) {
      return TimelineDocument.of(
          name,
          workspace
              .engine()
              .history(name)
              .orElseThrow(() -> Executions.missing(context, workspace.engine(), name).stop()));
    }
  }

  @Override
  public int deliver(Outgoing what, Delivering how) {
    Output output = context.output(how.host.json);
    String name;
    try (Workspace workspace = context.reading()) {
      Sending sending = what.to(workspace.engine());
      name = Sent.accepted(context, workspace.engine(), sending);
      output.say(
          output.colors().green("accepted")
              + " "
              + what.shown()
              + (sending instanceof Sending.Duplicate ? " (it was before)" : "")
              + " for "
              + Printable.line(name));
      boolean held = sending instanceof Sending.Accepted(String _, boolean heldBy) && heldBy;
      if (held) {
        output.say("A process is at it and goes on with it.");
      }
      if (how.noRun || held) {
        if (output.json()) {
          output.document(
              StatusDocument.of(
                  Executions.describe(context, workspace.engine(), name), workspace.programs()));
        }
        return ExitCode.OK;
      }
    }
    try (Hosting hosting = Hosting.open(context, how.host, Optional.of(name))) {
      return Going.on(hosting, name, what.end());
    }
  }

  @Override
  public int move(String name, WorkflowSource source, String reason, HostOptions options) {
    try (Hosting hosting = Hosting.open(context, options, Optional.of(name))) {
      Program program = source.program().orElseThrow();
      HandlerNames.missing(program, hosting.handlers(), ExitCode.USAGE)
          .ifPresent(problem -> {
            throw problem.stop();
          });
      hosting.describe(name);
      String version = hosting.workspace().store(source);
      Sent.accepted(context, hosting.engine(), hosting.engine().move(name, version, reason));
      return Going.on(hosting, name, Status.SUCCEEDED);
    }
  }

  @Override
  public int resume(String name, String reason, HostOptions options) {
    try (Hosting hosting = Hosting.open(context, options, Optional.of(name))) {
      if (hosting.describe(name).state().status() == Status.PAUSED) {
        Sent.accepted(context, hosting.engine(), hosting.engine().unpause(name, reason));
      }
      return Going.on(hosting, name, Status.SUCCEEDED);
    }
  }
}
