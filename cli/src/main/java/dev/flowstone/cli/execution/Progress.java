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
  private final Optional<String> main;
  private final Map<String, TimelineText> timelines = new ConcurrentHashMap<>();

  /// The lines of all executions but the main one, if there is one, begin with their names.
  public Progress(Output output, Optional<String> main) {
    this.output = output;
    this.main = main;
  }

  @Override
  public void progressed(String name, List<HistoryEntry> history, State state) {
    TimelineText timeline =
        timelines.computeIfAbsent(
            name, _ -> new TimelineText(output.colors(), Optional.of(Instant.now())));
    String prefix =
        main.equals(Optional.of(name)) ? "" : output.colors().bold(Printable.line(name)) + "  ";
    for (HistoryEntry entry : history) {
      timeline.lines(entry).forEach(line -> output.say(prefix + line));
    }
  }
}
