package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells what executions do while they do it.
public final class Progress implements Observer {
  private final Output output;
  private final boolean several;
  private final Map<String, TimelineText> timelines = new ConcurrentHashMap<>();

  private Progress(Output output, boolean several) {
    this.output = output;
    this.several = several;
  }

  /// Of one execution.
  public static Progress ofOne(Output output) {
    return new Progress(output, false);
  }

  /// Of several, whose lines begin with their names.
  public static Progress ofSeveral(Output output) {
    return new Progress(output, true);
  }

  @Override
  public void progressed(String name, List<HistoryEntry> history, State state) {
    TimelineText timeline =
        timelines.computeIfAbsent(
            name, _ -> new TimelineText(output.colors(), Optional.of(Instant.now())));
    String prefix = several ? Printable.line(name) + "  " : "";
    for (HistoryEntry entry : history) {
      timeline.lines(entry).forEach(line -> output.say(prefix + line));
    }
  }
}
