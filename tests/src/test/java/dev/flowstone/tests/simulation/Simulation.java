package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Many trials, on as many threads as there are processors; each thread has seeds of its own, so
/// that what is found does not depend on how many there are.
final class Simulation {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
  private static final int KEPT = 20;

  private final Flaw flaw;
  private final Coverage coverage = new Coverage();
  private final List<Trial.Outcome> violations = new ArrayList<>();
  private long executions;
  private long faults;
  private long crashes;
  private long violated;

  Simulation(Flaw flaw) {
    this.flaw = flaw;
  }

  /// Runs the seeds from `first` on.
  void run(long first, long count) throws Exception {
    List<Future<?>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        int part = i;
        parts.add(threads.submit(() -> runPart(first, first + count, part)));
      }
      for (Future<?> each : parts) {
        each.get(1, TimeUnit.DAYS);
      }
    }
  }

  private void runPart(long first, long end, int part) {
    long group = Math.floorDiv(first, Trial.SHARING) + part;
    while (group * Trial.SHARING < end) {
      Family family = Trial.family(group * Trial.SHARING);
      long last = Math.min(end, (group + 1) * Trial.SHARING);
      for (long seed = Math.max(first, group * Trial.SHARING); seed < last; seed++) {
        count(Trial.run(seed, family, flaw));
      }
      group += THREADS;
    }
  }

  private synchronized void count(Trial.Outcome outcome) {
    executions++;
    faults += outcome.strikes().size();
    crashes += outcome.crashes();
    outcome.visits().forEach((name, visits) -> coverage.add(name, visits, outcome.strikes()));
    if (!outcome.isClean()) {
      violated++;
      if (violations.size() < KEPT) {
        violations.add(outcome);
      }
    }
  }

  Coverage coverage() {
    return coverage;
  }

  /// The first that were found.
  List<Trial.Outcome> violations() {
    return violations;
  }

  long violated() {
    return violated;
  }

  /// The line that a run ends with.
  String counts() {
    return "simulation: %,d executions, %,d faults, %,d of them crashes, %,d violations"
        .formatted(executions, faults, crashes, violated);
  }
}
