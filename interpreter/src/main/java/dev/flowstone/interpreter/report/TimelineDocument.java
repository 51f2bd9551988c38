package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Purpose;
import dev.flowstone.interpreter.machine.Stop;
import java.util.Locale;
import java.util.Optional;

/// What happened to an execution, as programs read it; [TimelineReading] reads it again.
public final class TimelineDocument {

  private TimelineDocument() {}

  /// `name`, `complete`, `unread_messages`, `entries`.
  public static Value.Fields of(String name, Timeline timeline) {
    return new Document()
        .put("name", name)
        .put("complete", timeline.complete())
        .put("unread_messages", timeline.unread())
        .put("entries", timeline.entries().stream().map(TimelineDocument::of).toList())
        .value();
  }

  /// An entry: `{at, event, …}`.

  public static Document of(HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.Started e -> event(e, "started").put("version", e.version());
      case HistoryEntry.TakenOver e ->
          event(e, "taken_over").put("host", e.host()).put("interrupted", e.interrupted());
      case HistoryEntry.AttemptStarted e ->
          event(e, "attempt_started")
              .put("role", word(e.role()))
              .put("step", e.step())
              .put("handler", e.handler())
              .put("attempt", e.attempt());
      case HistoryEntry.AttemptFailed e ->
          event(e, "attempt_failed")
              .put("role", word(e.role()))
              .put("step", e.step())
              .put("attempt", e.attempt())
              .put("error", e.error())
              .put("message", e.message())
              .put("certain", e.certain())
              .put("took_seconds", e.took())
              .putInstant("retry_at", e.retryAt());
      case HistoryEntry.StepSucceeded e ->
          event(e, "step_succeeded")
              .put("role", word(e.role()))
              .put("step", e.step())
              .put("attempts", e.attempts())
              .put("took_seconds", e.took());
      case HistoryEntry.StepFailed e ->
          event(e, "step_failed")
              .put("role", word(e.role()))
              .put("step", e.step())
              .put("attempts", e.attempts())
              .put("error", e.error())
              .put("message", e.message())
              .put("unknown", e.unknown());
      case HistoryEntry.WaitStarted e ->
          event(e, "wait_started")
              .put("wait", e.id())
              .putText("signal", e.signal())
              .put("due", e.due());
      case HistoryEntry.WaitEnded e ->
          event(e, "wait_ended")
              .put("wait", e.id())
              .put("how", word(e.how()))
              .put("took_seconds", e.took());
      case HistoryEntry.Heartbeat e ->
          event(e, "heartbeat").put("wait", e.id()).put("next", e.next());
      case HistoryEntry.SignalReceived e ->
          event(e, "signal_received").put("signal", e.signal()).put("kept", e.kept());
      case HistoryEntry.SignalUnused e ->
          event(e, "signal_unused").put("signal", e.signal()).put("count", e.count());
      case HistoryEntry.MessageRefused e ->
          event(e, "message_refused")
              .put("what", e.what())
              .put("reason", word(e.refusal().reason()))
              .put("message", e.refusal().message());
      case HistoryEntry.Raised e ->
          event(e, "error_raised")
              .put("error", e.error())
              .put("message", e.message())
              .putText("step", e.step());
      case HistoryEntry.UnwindingStarted e ->
          event(e, "undoing_started")
              .put("why", why(e.purpose()))
              .put("cause", cause(e.purpose()))
              .putText("reason", reason(e.purpose()))
              .put("undos", e.undos());
      case HistoryEntry.RolledBack e -> event(e, "rolled_back");
      case HistoryEntry.Committed e -> event(e, "committed").put("forgotten", e.forgotten());
      case HistoryEntry.Caught e -> event(e, "error_caught").put("error", e.error());
      case HistoryEntry.BranchEnded e ->
          event(e, "branch_ended").put("branch", e.branch()).putText("error", e.error());
      case HistoryEntry.PolledInVain e ->
          event(e, "polled_in_vain")
              .put("poll", e.id())
              .put("asked", e.asked())
              .put("next", e.next());
      case HistoryEntry.ChildRequested e ->
          event(e, "child_requested")
              .put("call", e.id())
              .put("workflow", e.workflow())
              .put("child", e.child());
      case HistoryEntry.ChildStarted e ->
          event(e, "child_started")
              .put("call", e.id())
              .put("child", e.child())
              .put("version", e.version());
      case HistoryEntry.ChildOverdue e ->
          event(e, "child_overdue").put("call", e.id()).put("child", e.child());
      case HistoryEntry.ChildEnded e ->
          event(e, "child_ended")
              .put("call", e.id())
              .put("child", e.child())
              .put("status", e.status().name())
              .putText("error", e.error());
      case HistoryEntry.Paused e -> event(e, "paused").put("reason", e.reason());
      case HistoryEntry.Resumed e -> event(e, "resumed").put("reason", e.reason());
      case HistoryEntry.StopRequested e ->
          event(e, "stop_requested").put("why", why(e.stop())).putText("reason", reason(e.stop()));
      case HistoryEntry.Terminated e ->
          event(e, "terminated").put("reason", e.reason()).put("undos_left", e.undos());
      case HistoryEntry.Moved e ->
          event(e, "moved").put("version", e.version()).put("reason", e.reason());
      case HistoryEntry.Redriven e -> event(e, "redriven").put("reason", e.reason());
      case HistoryEntry.Ended e ->
          event(e, "ended")
              .put("status", e.status().name())
              .putText("error", e.error())
              .putText("message", e.message())
              .put("took_seconds", e.took());
    };
  }

  private static Document event(HistoryEntry entry, String name) {
    return new Document().put("at", entry.at()).put("event", name);
  }

  private static String why(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback _ -> "rollback";
      case Purpose.Raise raise -> raise.fault().name();
      case Purpose.Stopping stopping -> why(stopping.stop());
      case Purpose.Member _ -> "member";
    };
  }

  private static String why(Stop stop) {
    return switch (stop) {
      case Stop.Cancelled _ -> "cancelled";
      case Stop.Terminated _ -> "terminated";
      case Stop.DeadlinePassed _ -> "timed_out";
      case Stop.Exhausted _ -> "exhausted";
      case Stop.Superseded _ -> "superseded";
    };
  }

  /// What kind of thing `why` names.
  private static String cause(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback _ -> "rollback";
      case Purpose.Raise _ -> "error";
      case Purpose.Stopping _ -> "stop";
      case Purpose.Member _ -> "member";
    };
  }

  private static Optional<String> reason(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback _, Purpose.Raise _, Purpose.Member _ -> Optional.empty();
      case Purpose.Stopping(Stop stop) -> reason(stop);
    };
  }

  private static Optional<String> reason(Stop stop) {
    return switch (stop) {
      case Stop.Cancelled(String reason) -> Optional.of(reason);
      case Stop.Terminated(String reason) -> Optional.of(reason);
      case Stop.DeadlinePassed _, Stop.Exhausted _, Stop.Superseded _ -> Optional.empty();
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
