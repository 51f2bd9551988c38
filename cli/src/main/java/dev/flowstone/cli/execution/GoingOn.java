package dev.flowstone.cli.execution;

import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command lines that move an execution on, ready to be copied.
public final class GoingOn {

  private GoingOn() {}

  /// `self` is how the user calls `flow`, with the store where that is not the usual one.
  public static List<String> lines(Description description, String self) {
    String name = quoted(description.state().name());
    Status status = description.state().status();
    if (status == Status.SUCCEEDED) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    if (!status.ended()) {
      for (Waiting waiting : description.waitingFor()) {
        waiting(waiting, description, self, name, lines);
      }
    } else if (canBeRedriven(description)) {
      lines.add(self + " redrive " + name + "   # once the cause is mended");
    }
    return List.copyOf(lines);
  }

  private static void waiting(
      Waiting waiting, Description description, String self, String name, List<String> lines) {
    String resume = self + " resume " + name;
    switch (waiting) {
      case Waiting.Attempt _ -> lines.add(resume + "   # if no process is at it any more");
      case Waiting.Retry w -> lines.add(resume + due(w.due()));
      case Waiting.Time w -> lines.add(resume + due(w.due()));
      case Waiting.Signal w -> {
        String payload =
            "'"
                + SampleJson.of(
                    Optional.ofNullable(description.program().signals().get(w.signal())))
                + "'";
        lines.add(self + " signal " + name + " " + w.signal() + " " + payload);
        lines.add(self + " callback " + w.token() + " " + payload);
        lines.add(resume + due(w.due()));
      }
      case Waiting.Redrive _ ->
          lines.add(self + " redrive " + name + "   # once the cause is mended");
    }
  }

  private static String due(java.time.Instant due) {
    return "   # from " + TimeWords.dayAndTime(due) + " on";
  }

  private static boolean canBeRedriven(Description description) {
    return Machine.refusal(description.program(), description.state(), new Message.Redrive(""))
        .isEmpty();
  }

  /// A word as a shell takes it.
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9._:@/+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
