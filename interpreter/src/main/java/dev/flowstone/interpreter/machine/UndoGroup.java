package dev.flowstone.interpreter.machine;

import java.util.List;
import org.pcollections.PStack;

/// The undos of a fan-out that ended well: one entry of its scope. Its members are what each branch
/// had registered, the last first; they are undone concurrently, at most `bound` at a time.
public record UndoGroup(int bound, List<PStack<Compensation>> members) implements Compensation {

  public UndoGroup {
    members = List.copyOf(members);
    if (members.stream().anyMatch(PStack::isEmpty)) {
      throw new IllegalArgumentException("a member without undos is left out");
    }
  }

  @Override
  public int size() {
    return members.stream().mapToInt(Compensation::count).sum();
  }
}
