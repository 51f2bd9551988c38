package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.StatusText;
import dev.flowstone.cli.remote.AwsSettings;
import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.cli.remote.RemoteHost;
import dev.flowstone.cli.remote.Target;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.CallbackToken;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.report.Standing;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.report.TimelineDocument;
import dev.flowstone.interpreter.report.TimelineReading;
import dev.flowstone.interpreter.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The executions of a deployed host, which goes on with them by itself.
record RemoteReach(Context context, Target target, AwsSettings settings) implements Reach {
  private static final int HISTORY_PAGE = 1_000;

  RemoteHost host() {
    return RemoteHost.at(target, settings);
  }

  @Override
  public Value.Fields status(String name) {
    try (RemoteHost host = host()) {
      return status(host, name);
    }
  }

  private static Value.Fields status(RemoteHost host, String name) {
    Value.Fields document = host.ask(HostRequest.describe(name));
    StatusDocument.read(document);
    return document;
  }

  @Override
  public Value.Fields list(Query query) {
    try (RemoteHost host = host()) {
      Value.Fields document = host.ask(HostRequest.list(query));
      ListDocument.read(document);
      return document;
    }
  }

  /// All of its pages.
  @Override
  public Value.Fields history(String name) {
    try (RemoteHost host = host()) {
      List<HistoryEntry> entries = new ArrayList<>();
      Timeline page;
      do {
        page =
            TimelineReading.read(host.ask(HostRequest.history(name, entries.size(), HISTORY_PAGE)));
        entries.addAll(page.entries());
      } while (page.entries().size() == HISTORY_PAGE);
      return TimelineDocument.of(name, new Timeline(entries, page.complete(), page.unread()));
    }
  }

  @Override
  public int deliver(Outgoing what, Delivering how) {
    if (how.noRun || how.host.parkAfterIsGiven()) {
      throw Problem.usage(
              (how.noRun ? "--no-run" : "--park-after")
                  + " is for executions on this machine; a deployed host goes on by itself")
          .stop();
    }
    String name =
        switch (what) {
          case Outgoing.Signal signal -> signal.name();
          case Outgoing.Cancel cancel -> cancel.name();
          case Outgoing.Terminate terminate -> terminate.name();
          case Outgoing.Pause pause -> pause.name();
          case Outgoing.Redrive redrive -> redrive.name();
          case Outgoing.Callback(String token, var _) ->
              CallbackToken.parse(token)
                  .orElseThrow(() -> Problem.usage("this is no callback token").stop())
                  .name();
        };
    return sent(what.request(), what.shown(), name, context.output(how.host.json));
  }

  /// The version is uploaded without a move of any alias.
  @Override
  public int move(String name, WorkflowSource source, String reason, HostOptions options) {
    if (options.parkAfterIsGiven()) {
      throw Problem.usage("--park-after is for executions on this machine").stop();
    }
    Output output = context.output(options.json);
    String version;
    try (Gate gate = new Gate(host(), Optional.empty())) {
      Gate.Verdict verdict = gate.check(source.text());
      List<Document> findings = new ArrayList<>();
      DeployCommand.tell(source, Set.of(), verdict, output, findings);
      if (verdict instanceof Gate.Verdict.Refused) {
        return DeployCommand.refused(findings, output);
      }
      String workflow = source.program().orElseThrow().workflow();
      version = gate.deploy(workflow, source.text()).version();
    }
    return sent(HostRequest.move(name, version, reason), "the new version", name, output);
  }

  @Override
  public int resume(String name, String reason, HostOptions options) {
    if (options.parkAfterIsGiven()) {
      throw Problem.usage("--park-after is for executions on this machine").stop();
    }
    return sent(
        HostRequest.ask("resume", name, reason),
        "the resumption",
        name,
        context.output(options.json));
  }

  private int sent(HostRequest request, String what, String name, Output output) {
    try (RemoteHost host = host()) {
      Value.Fields answer = host.ask(request);
      boolean before = answer.get("duplicate").equals(Optional.of(new Value.Bool(true)));
      output.say(
          output.colors().green("accepted")
              + " "
              + what
              + (before ? " (it was before)" : "")
              + " for "
              + Printable.line(name));
      if (output.json()) {
        output.document(status(host, name));
      } else {
        output.say("The host goes on with it: " + context.self() + " status " + name);
      }
      return ExitCode.OK;
    }
  }

  /// Tells how an execution stands, and answers the exit code for it.
  int conclude(Value.Fields document, Output output) {
    Standing standing = StatusDocument.read(document);
    if (output.json()) {
      output.document(document);
    } else {
      StatusText text = context.statusText(output);
      output.say(
          output.colors().bold(Printable.line(standing.name()))
              + "  "
              + standing.workflow()
              + "  "
              + text.status(standing.status()));
      text.outcome(standing).forEach(output::say);
    }
    Status status = standing.status();
    return !status.ended() || status == Status.SUCCEEDED ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }
}
