package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A page of executions, as programs read it.
public final class ListDocument {

  private ListDocument() {}

  /// A page read again; `next` is the cursor of the page after it.
  public record Listing(List<Line> executions, Optional<String> next) {
    public Listing {
      executions = List.copyOf(executions);
    }
  }

  /// One execution of a page.
  public record Line(
      String name, String workflow, String status, Instant startedAt, Optional<Instant> due) {}

  /// `executions`, and `next` where there are more.
  public static Value.Fields of(Page page) {
    return new Document()
        .put("executions", page.executions().stream().map(ListDocument::of).toList())
        .putText("next", page.next())
        .value();
  }

  /// `name`, `id`, `workflow`, `version`, `status`, `started_at`, `ended_at`, `due`.
  public static Document of(Meta meta) {
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

  /// Reads it again.
  public static Listing read(Value document) {
    Reading reading = Reading.of(document);
    return new Listing(
        reading.objects("executions").stream()
            .map(each ->
                new Line(
                    each.text("name"),
                    each.text("workflow"),
                    each.text("status"),
                    each.instant("started_at"),
                    each.optionalInstant("due")))
            .toList(),
        reading.optionalText("next"));
  }
}
