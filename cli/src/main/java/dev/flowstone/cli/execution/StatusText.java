package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.JsonLayout;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.report.Standing;
import dev.flowstone.interpreter.store.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How an execution stands, in words.
public final class StatusText {
  private final Colors colors;
  private final Instant now;
  private final GoingOn goingOn;

  public StatusText(Colors colors, Instant now, GoingOn goingOn) {
    this.colors = colors;
    this.now = now;
    this.goingOn = goingOn;
  }

  /// All that `flow status` tells.
  public List<String> full(Standing standing) {
    List<String> lines = new ArrayList<>();
    lines.add(
        colors.bold(Printable.line(standing.name()))
            + "  "
            + standing.workflow()
            + "  "
            + status(standing.status()));
    Instant started = standing.startedAt();
    lines.add("  started  " + TimeWords.dayAndTime(started) + ", " + ago(started) + " ago");
    standing
        .endedAt()
        .ifPresent(at ->
            lines.add(
                "  ended    "
                    + TimeWords.dayAndTime(at)
                    + ", after "
                    + TimeWords.duration(Duration.between(started, at))));
    lines.add("  version  " + standing.version());
    standing.parent().ifPresent(name -> lines.add("  parent   " + Printable.line(name)));
    lines.add("  work     " + work(standing.work()));
    lines.addAll(outcome(standing));
    return lines;
  }

  /// How it ended, or what it waits for and how to go on.
  public List<String> outcome(Standing standing) {
    List<String> lines = new ArrayList<>();
    standing.waitingFor().forEach(each -> lines.add("  waits    " + words(each.what())));
    if (standing.deaths() > 0) {
      lines.add(
          "  "
              + colors.yellow("parked")
              + "   its processes died "
              + standing.deaths()
              + " times without progress; it goes on only when asked");
    }
    standing.error().ifPresent(fault -> lines.add("  error    " + error(fault, standing)));
    standing
        .result()
        .ifPresent(result ->
            lines.add(
                "  result   "
                    + Printable.lines(JsonLayout.indented(result)).replace("\n", "\n  ")));
    List<String> next = goingOn.lines(standing);
    if (!next.isEmpty()) {
      lines.add("");
      lines.add("To go on:");
      next.forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  /// `4 steps, 5 attempts, 7 store commits`, and what the store has charged where it does.
  private static String work(Standing.Work work) {
    return counted(work.steps(), "step")
        + ", "
        + counted(work.attempts(), "attempt")
        + ", "
        + counted(work.commits(), "store commit")
        + work.capacity().map(StatusText::units).orElse("");
  }

  private static String units(Capacity capacity) {
    return String.format(
        Locale.ROOT,
        ", %,.1f read and %,.1f write units",
        capacity.readUnits(),
        capacity.writeUnits());
  }

  /// A status in its colour.
  public String status(Status status) {
    return switch (status) {
      case SUCCEEDED -> colors.green(status.name());
      case RUNNING, WAITING, PAUSED -> colors.cyan(status.name());
      case FAILED, TIMED_OUT, COMPENSATION_FAILED -> colors.red(status.name());
      case CANCELLED, TERMINATED -> colors.yellow(status.name());
    };
  }

  private String words(Waiting waiting) {
    return switch (waiting) {
      case Waiting.Attempt w ->
          "for the end of "
              + (w.undo() ? "the undo " : "")
              + handler(w.step(), w.handler())
              + ", attempt "
              + w.attempt()
              + ", since "
              + TimeWords.dayAndTime(w.since());
      case Waiting.Retry w ->
          "to try "
              + handler(w.step(), w.handler())
              + " again, attempt "
              + w.attempt()
              + ", "
              + until(w.due())
              + "; the last failed: "
              + named(w.error(), w.message());
      case Waiting.Time w -> w.id() + ", " + until(w.due());
      case Waiting.Signal w -> "for " + w.signal() + ", at the latest " + until(w.due());
      case Waiting.Poll w -> "to ask " + w.id() + " again, " + until(w.next());
      case Waiting.Child w ->
          "for the child "
              + Printable.line(w.child())
              + " ("
              + w.id()
              + ")"
              + w.due().map(due -> ", at the latest " + until(due)).orElse("");
      case Waiting.Paused w -> "to be resumed, paused since " + TimeWords.dayAndTime(w.since());
      case Waiting.Redrive w ->
          "for a redrive: the undo " + w.undo() + " failed: " + named(w.error(), w.message());
    };
  }

  private String until(Instant due) {
    Duration left = Duration.between(now, due);
    String dueAt = "until " + TimeWords.dayAndTime(due);
    return left.isNegative()
        ? dueAt + ", which is past"
        : dueAt + ", in " + TimeWords.duration(left);
  }

  private String ago(Instant then) {
    return TimeWords.duration(Duration.between(then, now));
  }

  private static String handler(String step, String handler) {
    return step.equals(handler) ? step : step + " (" + handler + ")";
  }

  private static String error(Fault fault, Standing standing) {
    return named(fault.name(), fault.message())
        + fault.step().map(step -> ", of " + step).orElse("")
        + (fault.attempts() > 1 ? ", after " + fault.attempts() + " attempts" : "")
        + standing.failedAt().map(at -> ", at " + Printable.line(at.shown())).orElse("");
  }

  private static String named(String error, String message) {
    return Printable.line(error)
        + (message.isEmpty() ? "" : " \"" + Printable.line(message) + "\"");
  }

  private static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }
}
