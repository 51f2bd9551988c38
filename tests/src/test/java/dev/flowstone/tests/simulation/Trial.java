package dev.flowstone.tests.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One simulated execution: everything in it follows from its case.
final class Trial {
  /// So many executions share a workflow, since to write and compile one costs more than to run it.
  static final int SHARING = 8;

  /// What a trial found, and what it was made of.
  record Outcome(
      Case tried,
      List<String> complaints,
      List<Weather.Strike> strikes,
      Set<String> acts,
      Set<String> troubled,
      Visits visits,
      World world) {
    boolean isClean() {
      return complaints.isEmpty();
    }

    long crashes() {
      return strikes.stream().filter(strike -> strike.kind().isCrash()).count();
    }

    /// What kind of violation it is, by the first complaint.
    String kind() {
      return isClean() ? "" : kind(complaints.getFirst());
    }

    private static String kind(String complaint) {
      String first = complaint.lines().findFirst().orElse("");
      int more = complaint.indexOf("\n  ");
      if (more >= 0) {
        return complaint.substring(more + 3).split(" ", 2)[0];
      }
      int colon = first.indexOf(": ");
      return colon < 0 ? first : first.substring(0, colon);
    }

    /// Everything that is needed to see what went wrong, and to run it again.
    String report() {
      return "--- case: "
          + kind()
          + "\n"
          + tried
          + "--- complaints\n"
          + String.join("\n", complaints)
          + "\n--- timeline\n"
          + Timeline.of(world);
    }

    /// The same, with everything said that it was made of.
    Case exactly() {
      return tried
          .withFaults(
              strikes.stream()
                  .filter(Weather.Strike::planned)
                  .map(Weather.Strike::fault)
                  .collect(Collectors.toCollection(LinkedHashSet::new)))
          .withActs(acts)
          .withTroubled(troubled);
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
    return run(Case.of(seed, written.text()), written, flaw);
  }

  /// Runs a case whose workflow is only text yet.
  static Outcome run(Case tried, Flaw flaw) {
    Written written =
        Written.read(tried.workflow())
            .orElseThrow(() -> new IllegalArgumentException(Written.complaints(tried.workflow())));
    return run(tried, written, flaw);
  }

  static Outcome run(Case tried, Written written, Flaw flaw) {
    World world = new World(tried, written, flaw);
    Visits visits = new Visits();
    try {
      world.run();
      visits = new Judge(world, world.name(), world.program()).judge();
    } catch (RuntimeException e) {
      world.complain("thrown: " + e);
    }
    return new Outcome(
        tried,
        world.complaints(),
        world.weather().strikes(),
        world.outside().acts(),
        troubled(world),
        visits,
        world);
  }

  private static Set<String> troubled(World world) {
    return world.ledger().performed().stream()
        .filter(one -> !one.conduct.isPlain())
        .map(one -> Case.attempt(one.execution, one.invoke))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
