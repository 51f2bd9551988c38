package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.HistoryEntry.Role;
import dev.flowstone.interpreter.machine.HistoryEntry.WaitEnd;
import dev.flowstone.interpreter.machine.Purpose;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Instant;

/// Reads what [TimelineDocument] has written. Durations come back to the millisecond, and of the
/// error that undos run for only its name.
public final class TimelineReading {

  private TimelineReading() {}

  public static Timeline read(Value document) {
    Reading reading = Reading.of(document);
    return new Timeline(
        reading.objects("entries").stream().map(TimelineReading::entry).toList(),
        reading.yes("complete"),
        (int) reading.whole("unread_messages"));
  }

  private static HistoryEntry entry(Reading r) {
    Instant at = r.instant("at");
    return switch (r.text("event")) {
      // The name of the execution is that of the document.
      case "started" -> new HistoryEntry.Started(at, "", r.text("version"));
      case "taken_over" -> new HistoryEntry.TakenOver(at, r.text("host"), r.yes("interrupted"));
      case "attempt_started", "attempt_failed", "step_succeeded", "step_failed" -> step(at, r);
      case "wait_started" ->
          new HistoryEntry.WaitStarted(
              at, r.text("wait"), r.optionalText("signal"), r.instant("due"));
      case "wait_ended" ->
          new HistoryEntry.WaitEnded(
              at, r.text("wait"), r.word("how", WaitEnd.class), r.seconds("took_seconds"));
      case "heartbeat" -> new HistoryEntry.Heartbeat(at, r.text("wait"), r.instant("next"));
      case "signal_received" ->
          new HistoryEntry.SignalReceived(at, r.text("signal"), r.yes("kept"));
      case "signal_unused" ->
          new HistoryEntry.SignalUnused(at, r.text("signal"), (int) r.whole("count"));
      case "message_refused" ->
          new HistoryEntry.MessageRefused(
              at,
              r.text("what"),
              new Refusal(r.word("reason", Refusal.Reason.class), r.text("message")));
      case "error_raised" ->
          new HistoryEntry.Raised(at, r.text("error"), r.text("message"), r.optionalText("step"));
      case "undoing_started" ->
          new HistoryEntry.UnwindingStarted(at, purpose(r), (int) r.whole("undos"));
      case "rolled_back" -> new HistoryEntry.RolledBack(at);
      case "committed" -> new HistoryEntry.Committed(at, (int) r.whole("forgotten"));
      case "error_caught" -> new HistoryEntry.Caught(at, r.text("error"));
      case "branch_ended" ->
          new HistoryEntry.BranchEnded(at, r.text("branch"), r.optionalText("error"));
      case "polled_in_vain" ->
          new HistoryEntry.PolledInVain(
              at, r.text("poll"), (int) r.whole("asked"), r.instant("next"));
      case "child_requested", "child_started", "child_overdue", "child_ended" -> child(at, r);
      case "paused" -> new HistoryEntry.Paused(at, r.text("reason"));
      case "resumed" -> new HistoryEntry.Resumed(at, r.text("reason"));
      case "stop_requested" -> new HistoryEntry.StopRequested(at, stop(r));
      case "terminated" ->
          new HistoryEntry.Terminated(at, r.text("reason"), (int) r.whole("undos_left"));
      case "moved" -> new HistoryEntry.Moved(at, r.text("version"), r.text("reason"));
      case "redriven" -> new HistoryEntry.Redriven(at, r.text("reason"));
      case "ended" ->
          new HistoryEntry.Ended(
              at,
              r.word("status", Status.class),
              r.optionalText("error"),
              r.optionalText("message"),
              r.seconds("took_seconds"));
      case String event -> throw new MalformedReport("the event '" + event + "' is unknown");
    };
  }

  private static HistoryEntry child(Instant at, Reading r) {
    String call = r.text("call");
    String child = r.text("child");
    return switch (r.text("event")) {
      case "child_requested" ->
          new HistoryEntry.ChildRequested(at, call, r.text("workflow"), child);
      case "child_started" -> new HistoryEntry.ChildStarted(at, call, child, r.text("version"));
      case "child_overdue" -> new HistoryEntry.ChildOverdue(at, call, child);
      case String _ ->
          new HistoryEntry.ChildEnded(
              at, call, child, r.word("status", Status.class), r.optionalText("error"));
    };
  }

  private static HistoryEntry step(Instant at, Reading r) {
    Role role = r.word("role", Role.class);
    String step = r.text("step");
    return switch (r.text("event")) {
      case "attempt_started" ->
          new HistoryEntry.AttemptStarted(
              at, role, step, r.text("handler"), (int) r.whole("attempt"));
      case "attempt_failed" ->
          new HistoryEntry.AttemptFailed(
              at,
              role,
              step,
              (int) r.whole("attempt"),
              r.text("error"),
              r.text("message"),
              r.yes("certain"),
              r.seconds("took_seconds"),
              r.optionalInstant("retry_at"));
      case "step_succeeded" ->
          new HistoryEntry.StepSucceeded(
              at, role, step, (int) r.whole("attempts"), r.seconds("took_seconds"));
      case String _ ->
          new HistoryEntry.StepFailed(
              at,
              role,
              step,
              (int) r.whole("attempts"),
              r.text("error"),
              r.text("message"),
              r.yes("unknown"));
    };
  }

  private static Purpose purpose(Reading r) {
    return switch (r.text("cause")) {
      case "rollback" -> new Purpose.Rollback();
      case "stop" -> new Purpose.Stopping(stop(r));
      case "member" -> new Purpose.Member();
      case String _ -> new Purpose.Raise(Fault.of(r.text("why"), ""));
    };
  }

  private static Stop stop(Reading r) {
    return switch (r.text("why")) {
      case "cancelled" -> new Stop.Cancelled(r.text("reason"));
      case "terminated" -> new Stop.Terminated(r.text("reason"));
      case "timed_out" -> new Stop.DeadlinePassed();
      case "exhausted" -> new Stop.Exhausted();
      case "superseded" -> new Stop.Superseded();
      case String why -> throw new MalformedReport("it was stopped for an unknown '" + why + "'");
    };
  }
}
