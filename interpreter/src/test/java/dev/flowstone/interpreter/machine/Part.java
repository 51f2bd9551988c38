package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Join;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// A workflow as a small tree: what random programs are made of, and what the naive interpreter
/// runs.
sealed interface Part {

  record Step(String id, boolean undo, boolean brokenUndo, int attempts, boolean atMostOnce)
      implements Part {}

  record Sleep(String id, Duration duration) implements Part {}

  record Await(String id, String signal, boolean notifying, Optional<List<Part>> onTimeout)
      implements Part {}

  /// Asks until the answer is 1.
  record Poll(String id, Duration timeout) implements Part {}

  record Call(String id, boolean undo, Optional<Duration> timeout) implements Part {}

  record Start(String id) implements Part {}

  record Scope(List<Part> parts) implements Part {}

  record Rollback() implements Part {}

  record Commit() implements Part {}

  record Fail(String error) implements Part {}

  /// Raises again what the variable of a `catch` holds.
  record Refail(String variable) implements Part {}

  /// Division by zero.
  record Broken() implements Part {}

  /// Whether the step `on` gave 1.
  record If(String on, List<Part> yes, List<Part> no) implements Part {}

  record Return(String of) implements Part {}

  record Parallel(String id, OptionalInt max, Join join, List<List<Part>> branches)
      implements Part {}

  /// Its result goes to a variable of its id.
  record For(String id, int items, OptionalInt parallel, Join join, List<Part> body)
      implements Part {}

  /// A loop that would run `times` times, where that is not more than `max`.
  record While(String id, int times, int max, List<Part> body) implements Part {}

  record Break() implements Part {}

  record Continue() implements Part {}

  record Yield(String of) implements Part {}

  record Try(List<Part> body, List<Catch> catches, Optional<List<Part>> last) implements Part {}

  record Catch(List<String> errors, String variable, List<Part> block) {}

  /// Random parts whose steps have ids of their own.
  static List<Part> random(Random random, int size) {
    return new PartGenerator(random, true).block(size);
  }

  /// The same with one thing after the other: every fan-out has one branch at a time.
  static List<Part> randomInOrder(Random random, int size) {
    return new PartGenerator(random, false).block(size);
  }
}
