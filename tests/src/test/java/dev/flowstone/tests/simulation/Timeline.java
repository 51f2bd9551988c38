package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.store.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What happened in a run, for people: faults, attempts and what was journaled, by time.
final class Timeline {
  private record Line(Instant when, String what) {}

  private static final int WIDEST = 160;

  private final List<Line> lines = new ArrayList<>();

  private Timeline() {}

  static String of(World world) {
    Timeline timeline = new Timeline();
    for (Weather.Strike strike : world.weather().strikes()) {
      timeline.add(strike.when(), "!!   " + strike.fault());
    }
    for (Ledger.Performed one : world.ledger().performed()) {
      String call = one.execution + " " + one.invoke.call() + "#" + one.invoke.attempt();
      timeline.add(one.began, "call " + call + " " + one.invoke.handler() + " on " + one.host);
      if (one.ended != null) {
        timeline.add(one.ended, "end  " + call + " " + one.outcome);
      }
    }
    world.executions().forEach(name -> timeline.journal(world, name));
    return timeline.lines.stream()
        .sorted(Comparator.comparing(Line::when))
        .map(line ->
            "+%-10s %s".formatted(Duration.between(World.START, line.when()), shortened(line)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String shortened(Line line) {
    String what = line.what();
    return what.length() <= WIDEST ? what : what.substring(0, WIDEST) + "…";
  }

  private void add(Instant when, String what) {
    lines.add(new Line(when, what));
  }

  private void journal(World world, String name) {
    for (Slot slot : world.archive().whole(name)) {
      for (Event event : Judge.events(slot)) {
        String what = event.toString().replaceFirst("at=[^,\\]]*(, )?", "");
        add(event.at(), "%s/%d %s".formatted(name, slot.index(), what));
      }
    }
  }
}
