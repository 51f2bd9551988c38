package dev.flowstone.tests.simulation;

import java.util.List;
import java.util.Set;

/// One simulated execution: everything in it follows from its seed.
final class Trial {
  /// So many executions share a workflow, since to write and compile one costs more than to run it.
  static final int SHARING = 8;

  /// What a trial found.
  record Outcome(
      long seed,
      String workflow,
      List<String> complaints,
      List<Weather.Strike> strikes,
      Visits visits) {
    boolean isClean() {
      return complaints.isEmpty();
    }

    long crashes() {
      return strikes.stream().filter(strike -> strike.kind().isCrash()).count();
    }
  }

  private Trial() {}

  /// The workflow that a seed runs.
  static Written workflow(long seed, Set<Construct> constructs) {
    Draw draw = Draw.of(Math.floorDiv(seed, SHARING), "workflow");
    String text = new Generator(draw, constructs, List.of()).workflow("main", draw.between(2, 10));
    return Written.read(text)
        .orElseThrow(() ->
            new IllegalStateException(
                "seed " + seed + ": " + text + "\n" + Written.complaints(text)));
  }

  static Outcome run(long seed, Written written, Flaw flaw) {
    World world = new World(seed, written, flaw);
    try {
      world.run();
    } catch (RuntimeException e) {
      world.complain("thrown: " + e);
    }
    Visits visits = new Judge(world, world.name(), world.program()).judge();
    return new Outcome(seed, written.text(), world.complaints(), world.weather().strikes(), visits);
  }
}
