package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Join;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

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

  /// The names that a block assigns outside of items that run side by side.
  static Set<String> assigned(List<Part> parts) {
    var names = new HashSet<String>();
    parts.forEach(part -> assigned(part, names));
    return names;
  }

  private static void assigned(Part part, Set<String> names) {
    switch (part) {
      case Step step -> names.add(step.id());
      case Await await -> {
        names.add(await.id());
        await.onTimeout().ifPresent(late -> names.addAll(assigned(late)));
      }
      case Poll poll -> names.add(poll.id());
      case Call call -> names.add(call.id());
      case Start start -> names.add(start.id());
      case Scope scope -> names.addAll(assigned(scope.parts()));
      case If choice -> {
        names.addAll(assigned(choice.yes()));
        names.addAll(assigned(choice.no()));
      }
      case Parallel parallel -> {
        if (!(parallel.join() instanceof Join.All)) {
          names.add(parallel.id());
        }
        parallel.branches().forEach(branch -> names.addAll(assigned(branch)));
      }
      case For each -> {
        names.add(each.id());
        if (each.parallel().isEmpty()) {
          names.addAll(assigned(each.body()));
        }
      }
      case While loop -> names.addAll(assigned(loop.body()));
      case Try attempt -> {
        names.addAll(assigned(attempt.body()));
        attempt.catches().forEach(each -> names.addAll(assigned(each.block())));
        attempt.last().ifPresent(last -> names.addAll(assigned(last)));
      }
      case Sleep _,
          Rollback _,
          Commit _,
          Fail _,
          Refail _,
          Broken _,
          Return _,
          Break _,
          Continue _,
          Yield _ -> {}
    }
  }

  /// Random parts whose steps have ids of their own.
  static List<Part> random(Random random, int size) {
    return new PartGenerator(random, true).block(size);
  }

  /// The same with one thing after the other: every fan-out has one branch at a time.
  static List<Part> randomInOrder(Random random, int size) {
    return new PartGenerator(random, false).block(size);
  }
}
