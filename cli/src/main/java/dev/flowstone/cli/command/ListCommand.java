package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.TimeWords;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Table;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.store.Query;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `flow list`: the executions of a store or a host, newest first.
@Command(
    name = "list",
    description = {"Lists the executions of the store, or of a deployed host, the newest first."},
    footerHeading = "%nExamples%n",
    footer = {
      "  flow list",
      "  flow list --status waiting --workflow order_processing",
      "  flow list --from 2026-12-01T00:00:00Z --before 2026-12-02T00:00:00Z",
      "  flow list --json | jq -r '.executions[] | select(.status == \"FAILED\") | .name'"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Listed.",
      "2:The command line is wrong.",
      "3:The store or the host could not be used."
    })
final class ListCommand implements Callable<Integer> {
  private static final int STANDARD_LIMIT = 50;
  private static final int MOST = 1_000;

  private final Context context;

  @Option(names = "--workflow", paramLabel = "NAME", description = "Only those of this workflow.")
  private @Nullable String workflow;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusConverter.class,
      description = "Only those with this status, as in --status waiting.")
  private @Nullable Status status;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "Only those that were started then or later: 2026-12-01T00:00:00Z.")
  private @Nullable Instant from;

  @Option(
      names = "--before",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "Only those that were started before then.")
  private @Nullable Instant before;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 50).")
  private int limit = STANDARD_LIMIT;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Those after a page, which tells its cursor where there are more.")
  private @Nullable String after;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  ListCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    Value.Fields document = document();
    if (json) {
      output.document(document);
      return ExitCode.OK;
    }
    ListDocument.Listing listing = ListDocument.read(document);
    if (listing.executions().isEmpty() && listing.next().isEmpty()) {
      output.say("no executions");
      return ExitCode.OK;
    }
    if (listing.executions().isEmpty()) { // a host looks at so many for one page
      output.say("no executions so far");
    } else {
      Table table = new Table("NAME", "WORKFLOW", "STATUS", "STARTED", "DUE");
      listing.executions().forEach(line -> table.row(row(line)));
      table.lines().forEach(output::say);
    }
    listing.next().ifPresent(cursor -> output.say("more: " + same() + " --after " + cursor));
    return ExitCode.OK;
  }

  /// This command line, without a cursor.
  private String same() {
    return context.self()
        + " list"
        + (workflow == null ? "" : " --workflow " + Printable.line(workflow))
        + (status == null ? "" : " --status " + status.name().toLowerCase(Locale.ROOT))
        + (from == null ? "" : " --from " + from)
        + (before == null ? "" : " --before " + before)
        + (limit == STANDARD_LIMIT ? "" : " --limit " + limit);
  }

  private Value.Fields document() {
    if (limit < 1) {
      throw Problem.usage("--limit " + limit + ": at least 1").stop();
    }
    Query query =
        new Query(
            Optional.ofNullable(workflow),
            Optional.ofNullable(status).map(Status::name),
            Optional.ofNullable(from),
            Optional.ofNullable(before),
            Math.min(limit, MOST),
            Optional.ofNullable(after));
    try {
      return context.reach().list(query);
    } catch (IllegalArgumentException e) {
      throw Problem.usage("--after " + Printable.line(String.valueOf(after)) + " is no cursor")
          .next("the line \"more:\" of the page before tells it")
          .stop();
    }
  }

  private static String[] row(ListDocument.Line line) {
    return new String[] {
      Printable.line(line.name()),
      line.workflow(),
      line.status(),
      TimeWords.dayAndTime(line.startedAt()),
      line.due().map(TimeWords::dayAndTime).orElse("")
    };
  }
}
