package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// The stubs of one test, and how often each was asked.
final class Stubs {

  /// What a call is to do.
  sealed interface Found {
    record Act(Stub.Act act) implements Found {}

    /// No stub takes it; `others` tells that there are some for other arguments.
    record None(boolean others) implements Found {}

    /// The stub that takes it has been used up by so many calls.
    record Exhausted(int calls) implements Found {}
  }

  private final List<Stub> stubs;
  private final IdentityHashMap<Stub, Integer> asked = new IdentityHashMap<>();

  /// The first that takes a call counts.
  Stubs(List<Stub> stubs) {
    this.stubs = List.copyOf(stubs);
  }

  Found next(boolean workflow, String target, Value.Fields arguments) {
    Optional<Stub> found =
        stubs.stream().filter(stub -> stub.takes(workflow, target, arguments)).findFirst();
    if (found.isEmpty()) {
      return new Found.None(
          stubs.stream()
              .anyMatch(stub -> stub.workflow() == workflow && stub.target().equals(target)));
    }
    int before = asked.merge(found.get(), 1, Integer::sum) - 1;
    return found
        .get()
        .act(before)
        .<Found>map(Found.Act::new)
        .orElseGet(() -> new Found.Exhausted(before));
  }
}
