package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.JsonLayout;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.report.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The command lines that move an execution on, ready to be copied.
///
/// `self` is how the user calls `flow`, with the store or the host where that is not the usual one.
/// An execution that goes on `byItself` needs nobody when something is due.
public record GoingOn(String self, boolean byItself) {

  public List<String> lines(Standing standing) {
    String name = quoted(standing.name());
    if (standing.redrivable()) {
      String again = self + " redrive " + name + "   # once the cause is mended";
      return standing.status() == Status.FAILED
          ? List.of(again, self + " resume " + name + " --with FILE   # with the workflow mended")
          : List.of(again);
    }
    if (standing.status().ended()) {
      return List.of();
    }
    if (standing.status() == Status.PAUSED) {
      return List.of(self + " resume " + name);
    }
    List<String> lines = new ArrayList<>();
    standing.waitingFor().forEach(waiting -> waiting(waiting, name, lines));
    if (byItself && standing.deaths() > 0) {
      lines.add(self + " resume " + name + "   # once the cause is mended");
    }
    return List.copyOf(lines);
  }

  private void waiting(Standing.Awaited awaited, String name, List<String> lines) {
    switch (awaited.what()) {
      case Waiting.Attempt _ -> resume(name, "if no process is at it any more", lines);
      case Waiting.Retry w -> resume(name, from(w.due()), lines);
      case Waiting.Time w -> resume(name, from(w.due()), lines);
      case Waiting.Signal w -> {
        String payload = quoted(awaited.sample().map(JsonLayout::line).orElse("{...}"));
        lines.add(self + " signal " + name + " " + w.signal() + " " + payload);
        lines.add(self + " callback " + w.token() + " " + payload);
        resume(name, from(w.due()), lines);
      }
      case Waiting.Poll w -> resume(name, from(w.next()), lines);
      case Waiting.Child w -> lines.add(self + " status " + quoted(w.child()));
      case Waiting.Paused _ -> {} // nothing else moves it
      case Waiting.Redrive _ ->
          lines.add(self + " redrive " + name + "   # once the cause is mended");
    }
  }

  private void resume(String name, String when, List<String> lines) {
    if (!byItself) {
      lines.add(self + " resume " + name + "   # " + when);
    }
  }

  private static String from(Instant due) {
    return "from " + TimeWords.dayAndTime(due) + " on";
  }

  /// A word as a shell takes it.
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9._:@/+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
