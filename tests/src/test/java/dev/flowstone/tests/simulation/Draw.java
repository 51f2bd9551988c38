package dev.flowstone.tests.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws from one seeded source, in words.
record Draw(RandomGenerator random) {

  static Draw of(long seed) {
    return new Draw(new SplitMix(seed));
  }

  /// A draw that depends on a seed and a name alone, wherever it is made.
  static Draw of(long seed, String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return of(seed * 0x9E3779B97F4A7C15L + hash);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  boolean chance(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  Duration millis(int least, int most) {
    return Duration.ofMillis(between(least, most));
  }

  /// SplitMix64: small, and the same on every platform.
  private static final class SplitMix implements RandomGenerator {
    private long state;

    SplitMix(long seed) {
      this.state = seed;
    }

    @Override
    public long nextLong() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }
}
