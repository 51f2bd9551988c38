package dev.flowstone.interpreter.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.HistoryEntry.Role;
import dev.flowstone.interpreter.machine.HistoryEntry.WaitEnd;
import dev.flowstone.interpreter.machine.Purpose;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a report writes is read again: a remote execution is told in the words of a local one.
class RoundTripTest {
  private static final Instant AT = Instant.parse("2026-11-25T09:14:02.101Z");
  private static final Duration TOOK = Duration.ofMillis(1_234);

  private static final List<HistoryEntry> ENTRIES =
      List.of(
          new HistoryEntry.Started(AT, "", "f".repeat(64)),
          new HistoryEntry.TakenOver(AT, "host-1", true),
          new HistoryEntry.AttemptStarted(AT, Role.STEP, "pay", "payments.charge", 2),
          new HistoryEntry.AttemptFailed(
              AT, Role.UNDO, "pay", 2, "Declined", "no money", true, TOOK, Optional.of(AT)),
          new HistoryEntry.AttemptFailed(
              AT, Role.STEP, "pay", 3, "Timeout", "", false, TOOK, Optional.empty()),
          new HistoryEntry.StepSucceeded(AT, Role.NOTIFICATION, "tell", 1, TOOK),
          new HistoryEntry.StepFailed(AT, Role.STEP, "pay", 3, "Declined", "no money", true),
          new HistoryEntry.WaitStarted(AT, "w", Optional.of("approval"), AT),
          new HistoryEntry.WaitStarted(AT, "w", Optional.empty(), AT),
          new HistoryEntry.WaitEnded(AT, "w", WaitEnd.TIMED_OUT, TOOK),
          new HistoryEntry.Heartbeat(AT, "w", AT),
          new HistoryEntry.SignalReceived(AT, "approval", true),
          new HistoryEntry.SignalUnused(AT, "approval", 2),
          new HistoryEntry.MessageRefused(
              AT, "cancel", new Refusal(Refusal.Reason.ENDED, "it has ended")),
          new HistoryEntry.Raised(AT, "Declined", "no money", Optional.of("pay")),
          new HistoryEntry.UnwindingStarted(AT, new Purpose.Rollback(), 2),
          // An error may be called as the other causes are.
          new HistoryEntry.UnwindingStarted(AT, new Purpose.Raise(Fault.of("rollback", "")), 1),
          new HistoryEntry.UnwindingStarted(
              AT, new Purpose.Stopping(new Stop.Cancelled("sold out")), 1),
          new HistoryEntry.RolledBack(AT),
          new HistoryEntry.Committed(AT, 3),
          new HistoryEntry.StopRequested(AT, new Stop.Cancelled("")),
          new HistoryEntry.StopRequested(AT, new Stop.DeadlinePassed()),
          new HistoryEntry.UnwindingStarted(AT, new Purpose.Stopping(new Stop.Superseded()), 1),
          new HistoryEntry.UnwindingStarted(AT, new Purpose.Stopping(new Stop.Exhausted()), 1),
          new HistoryEntry.Caught(AT, "Declined"),
          new HistoryEntry.BranchEnded(AT, "items[3]", Optional.of("Declined")),
          new HistoryEntry.BranchEnded(AT, "items[4]", Optional.empty()),
          new HistoryEntry.PolledInVain(AT, "ready", 3, AT),
          new HistoryEntry.ChildRequested(AT, "sub", "payment", "order-1.sub@1"),
          new HistoryEntry.ChildStarted(AT, "sub", "order-1.sub@1", "f".repeat(64)),
          new HistoryEntry.ChildOverdue(AT, "sub", "order-1.sub@1"),
          new HistoryEntry.ChildEnded(
              AT, "sub", "order-1.sub@1", Status.FAILED, Optional.of("Declined")),
          new HistoryEntry.ChildEnded(
              AT, "sub", "order-1.sub@1", Status.SUCCEEDED, Optional.empty()),
          new HistoryEntry.Paused(AT, "a moment"),
          new HistoryEntry.Resumed(AT, "go on"),
          new HistoryEntry.Terminated(AT, "lost cause", 2),
          new HistoryEntry.Moved(AT, "0123abcd", "mended"),
          new HistoryEntry.Redriven(AT, "mended"),
          new HistoryEntry.Ended(
              AT, Status.FAILED, Optional.of("Declined"), Optional.of("no money"), TOOK));

  private static Value written(Value document) {
    String json = ((ValueJson.Rendered.Ok) ValueJson.render(document)).json();
    return ((ValueJson.Parsed.Ok) ValueJson.parse(json)).value();
  }

  @Test
  void aTimelineComesBackAsItWas() {
    Timeline timeline = new Timeline(ENTRIES, false, 2);

    assertEquals(timeline, TimelineReading.read(written(TimelineDocument.of("order-1", timeline))));
  }

  @Test
  void everyKindOfEntryIsAmongThem() {
    Set<Class<?>> kinds = new HashSet<>();
    ENTRIES.forEach(entry -> kinds.add(entry.getClass()));

    assertEquals(Set.copyOf(Arrays.asList(HistoryEntry.class.getPermittedSubclasses())), kinds);
  }

  @Test
  void anExecutionComesBackAsItStands() {
    Standing waiting =
        new Standing(
            "order-1",
            "a".repeat(32),
            "order",
            "f".repeat(64),
            Optional.of("cart-1"),
            Status.WAITING,
            AT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                told(new Waiting.Attempt("pay", "payments.charge", 1, AT, true)),
                told(new Waiting.Retry("pay", "payments.charge", 2, AT, "Declined", "no")),
                told(new Waiting.Time("w", AT, AT)),
                new Standing.Awaited(
                    new Waiting.Signal("w", "approval", "t.0.x", AT, AT, Optional.of(AT)),
                    Optional.of("https://host/callbacks/t.0.x"),
                    Optional.of(new Value.Bool(true))),
                told(new Waiting.Child("parcel", "order-1.parcel@1", AT, Optional.empty())),
                told(new Waiting.Child("label", "order-1.label@2", AT, Optional.of(AT))),
                told(new Waiting.Redrive("refund", "Down", "later"))),
            3,
            false,
            new Standing.Work(4, 5, 7, Optional.of(new Capacity(1.5, 8))));

    assertEquals(waiting, StatusDocument.read(written(StatusDocument.of(waiting))));
  }

  @Test
  void anErrorComesBackWithItsData() {
    Fault fault =
        new Fault("Declined", "no money", Optional.of(new Value.Int(3)), Optional.of("pay"), 2);
    Standing failed =
        new Standing(
            "order-1",
            "a".repeat(32),
            "order",
            "f".repeat(64),
            Optional.empty(),
            Status.FAILED,
            AT,
            Optional.of(AT),
            Optional.empty(),
            Optional.of(fault),
            Optional.of(new SourcePlace("order.flow", 12, 3)),
            List.of(),
            0,
            true,
            new Standing.Work(0, 2, 3, Optional.empty()));

    assertEquals(failed, StatusDocument.read(written(StatusDocument.of(failed))));
  }

  @Test
  void whatIsNoReportIsSaid() {
    MalformedReport problem =
        assertThrows(MalformedReport.class, () -> StatusDocument.read(Value.Fields.EMPTY));
    assertEquals("'name' is missing", problem.getMessage());
    assertThrows(MalformedReport.class, () -> ListDocument.read(new Value.Items(List.of())));
    assertThrows(
        MalformedReport.class,
        () ->
            TimelineReading.read(
                new Value.Fields(Map.of(new Value.Text("entries"), new Value.Int(1)))));
  }

  private static Standing.Awaited told(Waiting what) {
    return new Standing.Awaited(what, Optional.empty(), Optional.empty());
  }
}
