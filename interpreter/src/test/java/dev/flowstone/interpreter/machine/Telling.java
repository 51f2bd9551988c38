package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Histories, commands and states as lines of a transcript.
final class Telling {

  private Telling() {}

  static String command(Command command) {
    return switch (command) {
      case Command.Invoke invoke ->
          (invoke.journalStart() ? "-> journal " : "-> call ")
              + invoke.call()
              + "#"
              + invoke.attempt()
              + " "
              + invoke.handler()
              + json(invoke.input())
              + invoke.forward().map(Telling::forward).orElse("");
      case Command.Interrupt(String call, int attempt) -> "-> interrupt " + call + "#" + attempt;
      case Command.StartChild start ->
          (start.detached() ? "-> start " : "-> call ")
              + start.workflow()
              + json(start.input())
              + " as "
              + start.child();
      case Command.CancelChild cancel -> "-> cancel " + cancel.child();
    };
  }

  private static String forward(Command.Forward forward) {
    return switch (forward.outcome()) {
      case Command.Outcome.Completed(Value output) -> " undoing " + json(output);
      case Command.Outcome.Unknown(String error, String _) -> " undoing the unknown after " + error;
    };
  }

  /// An entry as a line; those that a command repeats say nothing.
  static Optional<String> entry(Instant start, HistoryEntry entry) {
    var text = text(start, entry);
    return text.isEmpty() ? Optional.empty() : Optional.of(since(start, entry.at()) + " " + text);
  }

  private static String text(Instant start, HistoryEntry entry) {
    return switch (entry) {
      case HistoryEntry.Started e -> "started " + e.name();
      case HistoryEntry.TakenOver e -> "taken over" + (e.interrupted() ? ", interrupted" : "");
      case HistoryEntry.AttemptStarted _ -> "";
      case HistoryEntry.AttemptFailed e ->
          e.step()
              + "#"
              + e.attempt()
              + " failed: "
              + e.error()
              + (e.certain() ? "" : ", unknown")
              + e.retryAt().map(at -> ", again at " + since(start, at)).orElse("");
      case HistoryEntry.StepSucceeded e ->
          e.step() + " succeeded after " + e.attempts() + " in " + Brief.of(e.took());
      case HistoryEntry.StepFailed e ->
          e.step() + " is over: " + e.error() + (e.unknown() ? ", outcome unknown" : "");
      case HistoryEntry.WaitStarted e ->
          e.id()
              + " waits"
              + e.signal().map(s -> " for " + s).orElse("")
              + " until "
              + since(start, e.due());
      case HistoryEntry.WaitEnded e ->
          e.id()
              + " "
              + e.how().name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + " after "
              + Brief.of(e.took());
      case HistoryEntry.Heartbeat e -> e.id() + " lives, next sign until " + since(start, e.next());
      case HistoryEntry.SignalReceived e -> "signal " + e.signal() + (e.kept() ? " is kept" : "");
      case HistoryEntry.SignalUnused e -> "signal " + e.signal() + " was never used: " + e.count();
      case HistoryEntry.MessageRefused e ->
          e.what() + " is refused: " + e.refusal().reason() + ", " + e.refusal().message();
      case HistoryEntry.Raised e ->
          "raised " + e.error() + (e.message().isEmpty() ? "" : " \"" + e.message() + "\"");
      case HistoryEntry.UnwindingStarted e ->
          "undoes " + e.undos() + " for " + purpose(e.purpose());
      case HistoryEntry.RolledBack _ -> "rolled back";
      case HistoryEntry.Committed e -> "committed, forgets " + e.forgotten();
      case HistoryEntry.Caught e -> "caught " + e.error();
      case HistoryEntry.BranchEnded e ->
          e.branch() + e.error().map(error -> " failed: " + error).orElse(" was stopped");
      case HistoryEntry.PolledInVain e ->
          e.id() + " asked " + e.asked() + ", again at " + since(start, e.next());
      case HistoryEntry.ChildRequested _ -> "";
      case HistoryEntry.ChildStarted e -> e.child() + " runs " + e.version();
      case HistoryEntry.ChildOverdue e -> e.id() + " takes too long";
      case HistoryEntry.ChildEnded e ->
          e.child() + " " + e.status() + e.error().map(error -> " " + error).orElse("");
      case HistoryEntry.Paused _ -> "paused";
      case HistoryEntry.Resumed _ -> "goes on";
      case HistoryEntry.StopRequested e -> "must stop: " + e.stop().fault().name();
      case HistoryEntry.Terminated e -> "terminated, undos left: " + e.undos();
      case HistoryEntry.Moved _ -> "moved";
      case HistoryEntry.Redriven _ -> "redriven";
      case HistoryEntry.Ended e ->
          e.status() + e.error().map(n -> " " + n).orElse("") + " after " + Brief.of(e.took());
    };
  }

  private static String purpose(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback() -> "rollback";
      case Purpose.Raise(Fault fault) -> fault.name();
      case Purpose.Stopping(Stop stop) -> stop.fault().name();
      case Purpose.Member() -> "the group";
    };
  }

  static List<String> state(Program program, State state) {
    var lines = new ArrayList<String>();
    lines.add(
        "= "
            + state.status()
            + state.result().map(r -> " " + json(r)).orElse("")
            + state
                .error()
                .map(e -> " " + e.name() + " \"" + e.message() + "\" after " + e.attempts())
                .orElse("")
            + ", steps "
            + state.stats().steps()
            + ", attempts "
            + state.stats().attempts());
    state.waitingFor(program).forEach(w -> lines.add("= " + w));
    state
        .timers()
        .forEach(t -> lines.add("= timer " + t.key() + " at " + since(Driver.START, t.due())));
    return lines;
  }

  private static String since(Instant start, Instant at) {
    return "+" + Brief.of(Duration.between(start, at));
  }

  static String json(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused refused -> refused.message();
    };
  }
}
