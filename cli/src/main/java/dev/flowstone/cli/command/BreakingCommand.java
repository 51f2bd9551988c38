package dev.flowstone.cli.command;

import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.grammar.program.Breaking;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.BreakingDocument;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow breaking`: from where executions could not be moved to a new version.
@Command(
    name = "breaking",
    description = {
      "Tells from which places executions of a workflow could not be moved to a new version, with"
          + " flow resume --with: what has happened must be there as it was.",
      "",
      "Listed are waits, polls, calls, and steps that may have failed. Other statements, whose"
          + " expressions may have failed too, are not; that they are the same is asked all the same"
          + " where they come before a place that is listed.",
      "",
      "With one FILE the old version is the one that is deployed, at a host that is named, or else"
          + " the newest in the store. No execution is moved, and none is touched by a deployment:"
          + " each ends on the version that it began with."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow breaking order_processing.flow new/order_processing.flow",
      "  flow breaking order_processing.flow --function flowstone"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Executions can be moved from every place.",
      "1:From some they cannot, or a file has errors.",
      "2:The command line is wrong, or there is nothing to compare with.",
      "3:A file could not be read, or the store or the host could not be used."
    })
final class BreakingCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "1..2",
      paramLabel = "FILE",
      description = "The old version, unless it is deployed, and the new one.")
  private List<String> files = List.of();

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "The alias of the host that names the old version (default: live).")
  private String alias = "live";

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  BreakingCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    WorkflowSource next = source(files.getLast());
    if (next.program().isEmpty()) {
      return Complaint.of(next, output);
    }
    Program to = next.program().get();
    if (files.size() == 2) {
      WorkflowSource old = source(files.getFirst());
      return old.program().isEmpty()
          ? Complaint.of(old, output)
          : told(to.workflow(), document(old.program().get(), to), output);
    }
    return told(
        to.workflow(),
        context.reach() instanceof RemoteReach remote
            ? deployed(remote, next)
            : document(newest(to.workflow()), to),
        output);
  }

  private WorkflowSource source(String file) {
    return WorkflowSource.checked(
        new WorkflowReader(context.shell()).file(new SourceFiles(context.shell()).workflow(file)));
  }

  private static Value.Fields document(Program from, Program to) {
    return BreakingDocument.of(Breaking.between(from, to)).value();
  }

  private Value.Fields deployed(RemoteReach remote, WorkflowSource next) {
    try (Gate gate = new Gate(remote.host(), Optional.of(alias))) {
      return gate.breaking(next.text())
          .orElseThrow(() ->
              Problem.usage("the host has no version of this workflow under " + alias)
                  .next("flow workflows shows what it has")
                  .stop());
    }
  }

  private Program newest(String workflow) {
    try (Workspace workspace = context.reading()) {
      Optional<StoredProgram> stored = workspace.live(workflow).flatMap(workspace.programs()::get);
      if (stored.isEmpty()) {
        throw Problem.usage("the store has no version of the workflow " + workflow)
            .next("give both files: flow breaking OLD NEW")
            .stop();
      }
      return switch (ProgramCodec.load(stored.get().body())) {
        case ProgramCodec.Loaded.Ok(Program program) -> program;
        case ProgramCodec.Loaded.Refused(String reason) -> throw Problem.failure(reason).stop();
      };
    }
  }

  private static int told(String workflow, Value.Fields document, Output output) {
    Reading reading = new Reading(document);
    boolean breaks = reading.yes("breaks");
    if (output.json()) {
      output.document(document);
      return breaks ? ExitCode.UNSUCCESSFUL : ExitCode.OK;
    }
    List<Reading> places = reading.objects("places");
    int width = places.stream().mapToInt(each -> each.text("place").length()).max().orElse(0);
    for (Reading place : places) {
      String shown = place.text("place") + " ".repeat(width - place.text("place").length());
      output.say(
          place.yes("fits")
              ? output.colors().green("fits  ") + "  " + place.text("place")
              : output.colors().red("breaks") + "  " + shown + "  " + place.text("reason"));
    }
    output.say(
        breaks
            ? "Executions of " + workflow + " cannot be moved from where it breaks."
            : "Executions of " + workflow + " can be moved from every place.");
    return breaks ? ExitCode.UNSUCCESSFUL : ExitCode.OK;
  }
}
