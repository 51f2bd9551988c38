package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.TimelineText;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.report.TimelineReading;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow history`: what happened to an execution, and when.
@Command(
    name = "history",
    description = {
      "Tells what happened to an execution: steps with their attempts and durations, waits,"
          + " signals, errors and undos, each with its time."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow history order-4711",
      "  flow history order-4711 --json | jq '.entries[].event'"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Told.",
      "2:There is no such execution.",
      "3:The store or the host could not be used."
    })
final class HistoryCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    Value.Fields document = context.reach().history(name);
    if (json) {
      output.document(document);
    } else {
      words(TimelineReading.read(document), output);
    }
    return ExitCode.OK;
  }

  private static void words(Timeline timeline, Output output) {
    if (!timeline.complete()) {
      output.say("(the beginning is no longer kept)");
    }
    TimelineText text = new TimelineText(output.colors(), Optional.empty());
    text.all(timeline.entries()).forEach(output::say);
    if (timeline.unread() > 0) {
      output.say("(messages that were accepted and not looked at yet: " + timeline.unread() + ")");
    }
  }
}
