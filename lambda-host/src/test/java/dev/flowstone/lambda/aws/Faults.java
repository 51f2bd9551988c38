package dev.flowstone.lambda.aws;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/// Decides which requests go wrong, and how.
@FunctionalInterface
public interface Faults {

  /// What happens to the next request of an operation, as `PutItem`.
  Fault next(String operation);

  static Faults none() {
    return _ -> Fault.NONE;
  }

  /// One request in so many goes wrong in one of these ways; the same seed makes the same choices.
  static Faults seeded(long seed, int oneIn, List<Fault> faults) {
    var random = new Random(seed);
    List<Fault> kinds = List.copyOf(faults);
    return _ -> {
      synchronized (random) {
        return random.nextInt(oneIn) == 0 ? kinds.get(random.nextInt(kinds.size())) : Fault.NONE;
      }
    };
  }

  /// These faults happen to the next requests, one each.
  static Faults inTurn(List<Fault> faults) {
    var left = new java.util.concurrent.ConcurrentLinkedQueue<>(faults);
    return _ -> {
      Fault next = left.poll();
      return next == null ? Fault.NONE : next;
    };
  }

  /// Only requests of some operations can go wrong.
  default Faults only(Predicate<String> operations) {
    return operation -> operations.test(operation) ? next(operation) : Fault.NONE;
  }
}
