package dev.flowstone.interpreter.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A workflow as a small tree: what random programs are made of, and what the naive interpreter
/// runs.
sealed interface Part {

  record Step(String id, boolean undo, boolean brokenUndo, int attempts, boolean atMostOnce)
      implements Part {}

  record Sleep(String id, Duration duration) implements Part {}

  record Await(String id, String signal, boolean notifying, Optional<List<Part>> onTimeout)
      implements Part {}

  record Scope(List<Part> parts) implements Part {}

  record Rollback() implements Part {}

  record Commit() implements Part {}

  record Fail(String error) implements Part {}

  /// Division by zero.
  record Broken() implements Part {}

  /// Whether the step `on` gave 1.
  record If(String on, List<Part> yes, List<Part> no) implements Part {}

  record Return(String of) implements Part {}

  /// Random parts whose steps have ids of their own.
  static List<Part> random(Random random, int size) {
    return new Generator(random).block(size, 0);
  }

  /// Draws parts; ids count up, so that no two are the same.
  final class Generator {
    private final Random random;
    private int next;

    Generator(Random random) {
      this.random = random;
    }

    List<Part> block(int size, int depth) {
      var parts = new ArrayList<Part>();
      int count = 1 + random.nextInt(size);
      for (int i = 0; i < count; i++) {
        parts.add(part(size, depth));
      }
      return parts;
    }

    private Part part(int size, int depth) {
      int inner = Math.max(1, size / 2);
      int draw = random.nextInt(depth < 3 ? 20 : 14);
      return switch (draw) {
        case 0, 1, 2, 3, 4, 5, 6, 7 -> step();
        case 8 -> new Sleep("w" + next++, Duration.ofSeconds(random.nextInt(100)));
        case 9, 10 -> await(inner, depth);
        case 11 -> new Rollback();
        case 12 -> new Commit();
        case 13 -> last();
        case 14, 15, 16, 17 -> new Scope(block(inner, depth + 1));
        default ->
            new If(
                "s" + random.nextInt(next + 1), block(inner, depth + 1), block(inner, depth + 1));
      };
    }

    private Part step() {
      return new Step(
          "s" + next++,
          random.nextInt(10) < 7,
          random.nextInt(20) == 0,
          1 + random.nextInt(3),
          random.nextInt(8) == 0);
    }

    private Part await(int inner, int depth) {
      return new Await(
          "a" + next++,
          random.nextBoolean() ? "go" : "stop",
          random.nextBoolean(),
          random.nextBoolean() && depth < 3
              ? Optional.of(block(inner, depth + 1))
              : Optional.empty());
    }

    private Part last() {
      return switch (random.nextInt(3)) {
        case 0 -> new Fail("Failed");
        case 1 -> new Broken();
        default -> new Return("s" + random.nextInt(next + 1));
      };
    }
  }
}
