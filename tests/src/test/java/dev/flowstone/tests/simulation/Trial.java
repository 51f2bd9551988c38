package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
      Map<String, Visits> visits,
      World world) {
    boolean isClean() {
      return complaints.isEmpty();
    }

    long crashes() {
      return strikes.stream().filter(strike -> strike.kind().isCrash()).count();
    }

    Family family() {
      return world.family();
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

  /// The workflows that a seed runs. Those that are called come after those that call them.
  static Family family(long seed) {
    Draw draw = Draw.of(Math.floorDiv(seed, SHARING), "workflow");
    int children = draw.chance(60) ? 0 : draw.between(1, 2);
    List<String> names = List.of("main", "kid", "grandkid").subList(0, children + 1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Generator generator = new Generator(draw, names.subList(i + 1, names.size()));
      texts.add(generator.workflow(names.get(i), draw.between(2, i == 0 ? 10 : 5)));
    }
    return Family.of(Family.texts(texts));
  }

  static Outcome run(long seed, Family family, Flaw flaw) {
    return run(Case.of(seed, family.text()), family, flaw);
  }

  /// Runs a case whose workflows are only text yet.
  static Outcome run(Case tried, Flaw flaw) {
    return run(tried, Family.of(tried.workflows()), flaw);
  }

  static Outcome run(Case tried, Family family, Flaw flaw) {
    World world = new World(tried, family, flaw);
    Map<String, Visits> visits = new HashMap<>();
    try {
      world.run();
      for (String execution : world.executions()) {
        visits.put(execution, new Judge(world, execution).judge());
      }
      new Kindred(world).check();
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
