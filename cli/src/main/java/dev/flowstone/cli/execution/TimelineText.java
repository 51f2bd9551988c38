package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.HistoryEntry.Role;
import dev.flowstone.interpreter.machine.HistoryEntry.WaitEnd;
import dev.flowstone.interpreter.machine.Purpose;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The timeline of one execution, a line for each entry: time, what happened, to what, and how.
///
/// A line for each day comes before its first entry. Handlers are remembered by step, since only
/// the start of an attempt names them.
public final class TimelineText {
  private final Colors colors;
  private final Map<String, String> handlers = new HashMap<>();
  private Optional<String> day;

  /// `from` is a time of the day that need not be told.
  public TimelineText(Colors colors, Optional<Instant> from) {
    this.colors = colors;
    this.day = from.map(TimeWords::day);
  }

  /// The lines of a whole timeline: the start of an attempt is told only where its end is not.
  public List<String> all(List<HistoryEntry> entries) {
    Set<String> ended = new HashSet<>();
    List<HistoryEntry> told = new ArrayList<>();
    for (HistoryEntry entry : entries.reversed()) {
      if (!(entry instanceof HistoryEntry.AttemptStarted started)) {
        step(entry).ifPresent(ended::add);
        told.add(entry);
      } else {
        handlers.put(started.step(), started.handler());
        if (!ended.remove(started.step())) {
          told.add(entry);
        }
      }
    }
    return told.reversed().stream().flatMap(entry -> lines(entry).stream()).toList();
  }

  /// The step of which an attempt ended here.
  private static Optional<String> step(HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.AttemptFailed e -> Optional.of(e.step());
      case HistoryEntry.StepSucceeded e -> Optional.of(e.step());
      case HistoryEntry.Started _,
          HistoryEntry.TakenOver _,
          HistoryEntry.AttemptStarted _,
          HistoryEntry.StepFailed _,
          HistoryEntry.WaitStarted _,
          HistoryEntry.WaitEnded _,
          HistoryEntry.Heartbeat _,
          HistoryEntry.SignalReceived _,
          HistoryEntry.SignalUnused _,
          HistoryEntry.MessageRefused _,
          HistoryEntry.Raised _,
          HistoryEntry.UnwindingStarted _,
          HistoryEntry.RolledBack _,
          HistoryEntry.Committed _,
          HistoryEntry.Caught _,
          HistoryEntry.BranchEnded _,
          HistoryEntry.PolledInVain _,
          HistoryEntry.ChildRequested _,
          HistoryEntry.ChildStarted _,
          HistoryEntry.ChildOverdue _,
          HistoryEntry.ChildEnded _,
          HistoryEntry.Paused _,
          HistoryEntry.Resumed _,
          HistoryEntry.StopRequested _,
          HistoryEntry.Terminated _,
          HistoryEntry.Redriven _,
          HistoryEntry.Moved _,
          HistoryEntry.Ended _ ->
          Optional.empty();
    };
  }

  /// The lines of an entry; none for what says nothing to a person.
  public List<String> lines(HistoryEntry entry) {
    String words = words(entry);
    if (words.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    String today = TimeWords.day(entry.at());
    if (!day.equals(Optional.of(today))) {
      lines.add(colors.dim(today));
      day = Optional.of(today);
    }
    lines.add(colors.dim(TimeWords.time(entry.at())) + "  " + words);
    return lines;
  }

  private String words(HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.Started e -> plain("started", "version " + shortened(e.version()));
      case HistoryEntry.TakenOver e -> takenOver(e);
      case HistoryEntry.AttemptStarted e -> attemptStarted(e);
      case HistoryEntry.AttemptFailed e -> attemptFailed(e);
      case HistoryEntry.StepSucceeded e ->
          colors.green(verb(done(e.role())))
              + what(e.step())
              + attempts(e.attempts())
              + took(e.took());
      case HistoryEntry.StepFailed e -> stepFailed(e);
      case HistoryEntry.WaitStarted e -> waitStarted(e);
      case HistoryEntry.WaitEnded e -> waitEnded(e);
      case HistoryEntry.Heartbeat e ->
          plain("alive", e.id() + ", next sign of life by " + TimeWords.dayAndTime(e.next()));
      case HistoryEntry.SignalReceived e ->
          plain("signal", e.signal() + (e.kept() ? ", kept for a wait to come" : ""));
      case HistoryEntry.SignalUnused e ->
          colors.yellow(verb("unused")) + counted(e.count(), "signal") + " " + e.signal();
      case HistoryEntry.MessageRefused e ->
          colors.yellow(verb("refused")) + e.what() + ": " + Printable.line(e.refusal().message());
      case HistoryEntry.Raised e ->
          colors.red(verb("error"))
              + error(e.error(), e.message())
              + e.step().map(step -> ", of " + step).orElse("");
      case HistoryEntry.UnwindingStarted e ->
          colors.yellow(verb("undoing"))
              + counted(e.undos(), "step")
              + ", the last first, "
              + why(e.purpose());
      case HistoryEntry.RolledBack _ -> plain("undone", "all of the scope; the workflow goes on");
      case HistoryEntry.Committed e ->
          plain("commit", counted(e.forgotten(), "undo") + " will never run");
      case HistoryEntry.Caught e -> plain("caught", Printable.line(e.error()));
      case HistoryEntry.BranchEnded e ->
          e.error()
              .map(error -> colors.red(verb("failed")) + e.branch() + ": " + Printable.line(error))
              .orElseGet(() -> plain("stopped", e.branch()));
      case HistoryEntry.PolledInVain e ->
          plain(
              "asked",
              e.id()
                  + ", not yet; again in "
                  + TimeWords.duration(Duration.between(e.at(), e.next())));
      case HistoryEntry.ChildRequested e ->
          colors.dim(plain("calls", e.id() + ": " + e.workflow() + ", as " + e.child()));
      case HistoryEntry.ChildStarted e ->
          plain("started", e.child() + ", version " + shortened(e.version()));
      case HistoryEntry.ChildOverdue e ->
          colors.yellow(verb("timeout")) + e.id() + "; cancels " + e.child();
      case HistoryEntry.ChildEnded e -> childEnded(e);
      case HistoryEntry.Paused e -> plain("paused", Printable.line(e.reason())).stripTrailing();
      case HistoryEntry.Resumed e -> plain("resumed", Printable.line(e.reason())).stripTrailing();
      case HistoryEntry.StopRequested e -> colors.yellow(verb("stop")) + why(e.stop());
      case HistoryEntry.Terminated e ->
          colors.yellow(verb("stop"))
              + why(new Stop.Terminated(e.reason()))
              + (e.undos() == 0 ? "" : "; " + counted(e.undos(), "step") + " not undone");
      case HistoryEntry.Moved e ->
          plain(
              "moved",
              "to version "
                  + shortened(e.version())
                  + (e.reason().isEmpty() ? "" : ": " + Printable.line(e.reason())));
      case HistoryEntry.Redriven e -> plain("redriven", Printable.line(e.reason())).stripTrailing();
      case HistoryEntry.Ended e -> ended(e);
    };
  }

  private String takenOver(HistoryEntry.TakenOver e) {
    return e.interrupted()
        ? colors.yellow(verb("resumed"))
            + "after its process died; what was in flight has an unknown outcome"
        : "";
  }

  private String attemptStarted(HistoryEntry.AttemptStarted e) {
    handlers.put(e.step(), e.handler());
    String attempt = e.attempt() == 1 ? "" : ", attempt " + e.attempt();
    return colors.dim(plain(e.attempt() == 1 ? "begins" : "again", what(e.step()) + attempt));
  }

  private String attemptFailed(HistoryEntry.AttemptFailed e) {
    String next =
        e.retryAt()
            .map(at -> "; again in " + TimeWords.duration(Duration.between(e.at(), at)))
            .orElse("");
    return colors.yellow(verb("failed"))
        + what(e.step())
        + ", attempt "
        + e.attempt()
        + took(e.took())
        + ": "
        + error(e.error(), e.message())
        + (e.certain() ? "" : ", outcome unknown")
        + next;
  }

  private String stepFailed(HistoryEntry.StepFailed e) {
    return colors.red(verb("gave up"))
        + what(e.step())
        + attempts(e.attempts())
        + ": "
        + error(e.error(), e.message())
        + (e.unknown() ? ", outcome unknown" : "");
  }

  private String waitStarted(HistoryEntry.WaitStarted e) {
    String until = "until " + TimeWords.dayAndTime(e.due());
    String whatFor =
        e.signal()
            .map(signal -> signal.equals(e.id()) ? signal : signal + " (" + e.id() + ")")
            .map(signal -> "for " + signal + ", ")
            .orElse("");
    return colors.cyan(verb("waits")) + whatFor + until;
  }

  private String waitEnded(HistoryEntry.WaitEnded e) {
    String after = e.id() + " after " + TimeWords.duration(e.took());
    return switch (e.how()) {
      case WaitEnd.ELAPSED -> plain("waited", TimeWords.duration(e.took()));
      case WaitEnd.SIGNALLED -> colors.green(verb("answered")) + after;
      case WaitEnd.CALLED_BACK -> colors.green(verb("answered")) + after + ", by its callback";
      case WaitEnd.FAILED -> colors.red(verb("failed")) + after;
      case WaitEnd.TIMED_OUT -> colors.yellow(verb("timeout")) + after;
      case WaitEnd.STOPPED -> plain("stopped", after);
    };
  }

  private String childEnded(HistoryEntry.ChildEnded e) {
    return (e.status() == Status.SUCCEEDED
            ? colors.green(verb("done"))
            : colors.red(verb("failed")))
        + e.id()
        + ": "
        + e.child()
        + " "
        + e.status().name()
        + e.error().map(error -> ", " + Printable.line(error)).orElse("");
  }

  private String ended(HistoryEntry.Ended e) {
    String error = e.error().map(name -> ": " + error(name, e.message().orElse(""))).orElse("");
    String verb = verb("ended");
    return (e.status() == Status.SUCCEEDED ? colors.green(verb) : colors.red(verb))
        + e.status().name()
        + " after "
        + TimeWords.duration(e.took())
        + error;
  }

  private static String done(Role role) {
    return switch (role) {
      case STEP -> "done";
      case UNDO -> "undone";
      case NOTIFICATION -> "notified";
    };
  }

  private static String why(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback _ -> "since the workflow rolls back";
      case Purpose.Raise raise -> "because of " + Printable.line(raise.fault().name());
      case Purpose.Stopping stopping -> "since " + why(stopping.stop());
      case Purpose.Member _ -> "with the other branches";
    };
  }

  private static String why(Stop stop) {
    return switch (stop) {
      case Stop.Cancelled(String reason) ->
          "it was cancelled" + (reason.isEmpty() ? "" : ": " + Printable.line(reason));
      case Stop.Terminated(String reason) ->
          "it was terminated" + (reason.isEmpty() ? "" : ": " + Printable.line(reason));
      case Stop.DeadlinePassed _ -> "the workflow ran past its timeout";
      case Stop.Exhausted _ -> "it would have gone on for ever";
      case Stop.Superseded _ -> "the other branches decided";
    };
  }

  /// A step, and its handler where that is another word.
  private String what(String step) {
    String handler = handlers.get(step);
    return handler == null || handler.equals(step) ? step : step + " (" + handler + ")";
  }

  private static String shortened(String version) {
    return version.substring(0, Math.min(12, version.length()));
  }

  private static String attempts(int attempts) {
    return attempts <= 1 ? "" : ", " + attempts + " attempts";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String took(Duration took) {
    return ", " + TimeWords.duration(took);
  }

  private static String error(String name, String message) {
    return Printable.line(name) + (message.isEmpty() ? "" : " \"" + Printable.line(message) + "\"");
  }

  private static String plain(String verb, String rest) {
    return verb(verb) + rest;
  }

  private static String verb(String verb) {
    return String.format("%-9s ", verb);
  }
}
