package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.TimeWords;
import dev.flowstone.cli.terminal.Document;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Table;
import dev.flowstone.cli.workspace.StoreFolder;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `flow list`: the executions of a store, newest first.
@Command(
    name = "list",
    description = {"Lists the executions of the store, the newest first."},
    footerHeading = "%nExamples%n",
    footer = {
      "  flow list",
      "  flow list --status waiting --workflow order_processing",
      "  flow list --json | jq -r '.executions[] | select(.status == \"FAILED\") | .name'"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {"0:Listed.", "2:The command line is wrong.", "3:The store could not be used."})
final class ListCommand implements Callable<Integer> {
  private static final int STANDARD_LIMIT = 50;

  private final Context context;

  @Option(names = "--workflow", paramLabel = "NAME", description = "Only those of this workflow.")
  private @Nullable String workflow;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      converter = StatusConverter.class,
      description = "Only those with this status, as in --status waiting.")
  private @Nullable Status status;

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
    Page page = page();
    if (json) {
      output.document(
          new Document()
              .put("executions", page.executions().stream().map(ListCommand::document).toList())
              .putText("next", page.next())
              .value());
      return ExitCode.OK;
    }
    if (page.executions().isEmpty()) {
      output.say("no executions");
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "WORKFLOW", "STATUS", "STARTED", "DUE");
    page.executions().forEach(meta -> table.row(row(meta)));
    table.lines().forEach(output::say);
    page.next().ifPresent(cursor -> output.say("more: " + same() + " --after " + cursor));
    return ExitCode.OK;
  }

  /// This command line, without a cursor.
  private String same() {
    return context.self()
        + " list"
        + (workflow == null ? "" : " --workflow " + Printable.line(workflow))
        + (status == null ? "" : " --status " + status.name().toLowerCase(Locale.ROOT))
        + (limit == STANDARD_LIMIT ? "" : " --limit " + limit);
  }

  private Page page() {
    if (limit < 1) {
      throw Problem.usage("--limit " + limit + ": at least 1").stop();
    }
    StoreFolder folder = context.store();
    if (!folder.exists()) {
      return new Page(List.of(), Optional.empty());
    }
    try (Workspace workspace = context.reading()) {
      return workspace
          .engine()
          .list(
              new Query(
                  Optional.ofNullable(workflow),
                  Optional.ofNullable(status).map(Status::name),
                  Optional.empty(),
                  Optional.empty(),
                  Math.min(limit, 1_000),
                  Optional.ofNullable(after)));
    } catch (IllegalArgumentException e) {
      throw Problem.usage("--after " + Printable.line(String.valueOf(after)) + " is no cursor")
          .next("the line \"more:\" of the page before tells it")
          .stop();
    }
  }

  private static String[] row(Meta meta) {
    return new String[] {
      Printable.line(meta.name()),
      meta.workflow(),
      meta.status(),
      TimeWords.dayAndTime(meta.createdAt()),
      meta.due().map(ListCommand::due).orElse("")
    };
  }

  private static String due(Instant due) {
    return TimeWords.dayAndTime(due);
  }

  private static Document document(Meta meta) {
    return new Document()
        .put("name", meta.name())
        .put("id", meta.id())
        .put("workflow", meta.workflow())
        .put("version", meta.version())
        .put("status", meta.status())
        .put("started_at", meta.createdAt())
        .putInstant("ended_at", meta.endedAt())
        .putInstant("due", meta.due());
  }
}
