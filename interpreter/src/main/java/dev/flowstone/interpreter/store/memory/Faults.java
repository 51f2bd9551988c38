package dev.flowstone.interpreter.store.memory;

import java.util.random.RandomGenerator;

/// How often the in-memory store misbehaves as a network store does, drawn from one seeded source.
///
/// Each figure is a share in 0..1: `refused` writes never happen, `lost` ones happen but their
/// reply is lost, `late` ones happen during some later call; all three end in
/// [dev.flowstone.interpreter.store.StoreUnavailable]. A `stale` answer of the due index is that of
/// an earlier question.
public record Faults(
    RandomGenerator random, double refused, double lost, double late, double stale) {

  /// A store that never fails.
  public static Faults none() {
    return new Faults(RandomGenerator.of("L32X64MixRandom"), 0, 0, 0, 0);
  }

  enum Write {
    DONE,
    REFUSED,
    LOST,
    LATE
  }

  Write write() {
    double drawn = refused + lost + late == 0 ? 1 : random.nextDouble();
    if (drawn < refused) {
      return Write.REFUSED;
    }
    if (drawn < refused + lost) {
      return Write.LOST;
    }
    return drawn < refused + lost + late ? Write.LATE : Write.DONE;
  }

  boolean landsNow() {
    return random.nextInt(3) == 0;
  }

  boolean isStale() {
    return stale > 0 && random.nextDouble() < stale;
  }
}
