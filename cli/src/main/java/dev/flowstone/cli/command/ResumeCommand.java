package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.StatusText;
import dev.flowstone.cli.execution.TimeWords;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Recovery;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Standing;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow resume`: goes on with what is due, after a wait, a crash or ctrl-C.
@Command(
    name = "resume",
    description = {
      "Goes on with an execution, or with all that are due: whose wait is over, whose retry is"
          + " due, or whose process died. One that is paused goes on when it is named.",
      "",
      "Nothing that was checkpointed is done again. A step that was in flight when its process died"
          + " is tried again by its retry policy, with the same idempotency key."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow resume",
      "  flow resume order-4711",
      "  flow resume order-4711 --now +7d     # as if a week had passed",
      "  flow resume order-4711 --with order_processing.flow   # which was mended"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Each execution succeeded, or is parked; or nothing was due.",
      "1:An execution ended otherwise.",
      "2:There is no such execution, or it does not fit the version that it is to be moved to.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the executions can be resumed."
    })
final class ResumeCommand implements Callable<Integer> {
  private static final int LOOKED_AT = 1_000;

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "The execution (default: all that are due).")
  private @Nullable String name;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private String reason = "";

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description =
          "Moves the execution to the version in FILE first, from where it waits or failed; refused"
              + " where what has happened does not fit it.")
  private @Nullable String with;

  @Mixin private HostOptions host = new HostOptions();

  ResumeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (name == null && with != null) {
      throw Problem.usage("--with moves one execution: name it").stop();
    }
    if (name != null && with != null) {
      return moved(name, with);
    }
    if (name != null) {
      return context.reach().resume(name, reason, host);
    }
    context.onThisMachine("a deployed host goes on with all that is due by itself");
    try (Hosting hosting = Hosting.open(context, host, Optional.empty())) {
      return all(hosting);
    }
  }

  private int moved(String execution, String file) {
    Output output = context.output(host.json);
    WorkflowSource source =
        WorkflowSource.checked(
            new WorkflowReader(context.shell())
                .file(new SourceFiles(context.shell()).workflow(file)));
    if (source.program().isEmpty()) {
      Complaint.of(source, output);
      return ExitCode.USAGE;
    }
    return context.reach().move(execution, source, reason, host);
  }

  private int all(Hosting hosting) throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    Set<String> unfit = new LinkedHashSet<>();
    try (Recovery recovery = new Recovery(hosting.engine(), each -> canRun(hosting, each, unfit))) {
      List<Recovery.Taken> taken = recovery.resumeDue();
      while (!taken.isEmpty() && !hosting.interrupted()) {
        for (Recovery.Taken each : taken) {
          names.add(each.name());
          each.departure().join();
        }
        // What became due meanwhile, or got a message.
        taken = recovery.resumeDue();
      }
    }
    int exitCode = concluded(hosting, names);
    return unfit.isEmpty() ? exitCode : ExitCode.FAILURE;
  }

  /// Whether its handlers are here: to run it without them would be to fail it.
  private static boolean canRun(Hosting hosting, String name, Set<String> unfit) {
    if (unfit.contains(name)) {
      return false;
    }
    Optional<Problem> missing =
        HandlerNames.missing(
            hosting.describe(name).program(), hosting.handlers(), ExitCode.FAILURE);
    missing.ifPresent(problem -> {
      unfit.add(name);
      hosting.output().say(Printable.line(name) + " is left alone:");
      hosting.output().problem(problem);
    });
    return missing.isEmpty();
  }

  private int concluded(Hosting hosting, Set<String> names) {
    Output output = hosting.output();
    StatusText text = context.statusText(output);
    List<Value> documents = new ArrayList<>();
    boolean good = true;
    for (String each : names) {
      Description description = hosting.describe(each);
      Status status = description.state().status();
      good &= !status.ended() || status == Status.SUCCEEDED;
      documents.add(StatusDocument.of(description, hosting.workspace().programs()));
      if (!output.json()) {
        output.say("");
        output.say(output.colors().bold(Printable.line(each)) + "  " + text.status(status));
        text.outcome(Standing.of(description, hosting.workspace().programs())).forEach(output::say);
      }
    }
    if (output.json()) {
      output.document(new Document().put("executions", new Value.Items(documents)).value());
    } else if (names.isEmpty()) {
      output.say("nothing is due" + next(hosting));
    }
    if (hosting.interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    return good ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }

  private static String next(Hosting hosting) {
    Optional<Instant> soonest =
        hosting.engine().list(Query.newest(LOOKED_AT)).executions().stream()
            .map(Meta::due)
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
    return soonest.map(due -> "; the next is on " + TimeWords.dayAndTime(due)).orElse("");
  }
}
