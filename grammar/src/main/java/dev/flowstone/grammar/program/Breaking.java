package dev.flowstone.grammar.program;

import dev.flowstone.grammar.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From which places of a version executions could not be moved to another one, as far as the two
/// programs tell: what an execution has in its hands besides is only known when it is moved.
///
/// @param always what keeps every execution from being moved
/// @param places where executions wait, and steps that they may have failed at, in the order of the
///   code
public record Breaking(List<String> always, List<Place> places) {

  /// One place; there is no gap where executions can be moved from it.
  public record Place(int at, String shown, Optional<Revision.Gap> gap) {}

  public Breaking {
    always = List.copyOf(always);
    places = List.copyOf(places);
  }

  public static Breaking between(Program from, Program to) {
    Revision revision = new Revision(from, to);
    List<Place> places = new ArrayList<>();
    for (int at = 0; at < from.code().size(); at++) {
      Instruction instruction = from.code().get(at);
      Optional<Revision.Found> found = found(revision, instruction, at);
      if (found.isPresent()) {
        Optional<Revision.Gap> gap =
            found.get() instanceof Revision.Found.Nowhere(Revision.Gap missed)
                ? Optional.of(missed)
                : Optional.empty();
        places.add(new Place(at, Instructions.shown(instruction), gap));
      }
    }
    return new Breaking(always(from, to), places);
  }

  /// Whether nothing breaks.
  public boolean isNone() {
    return always.isEmpty() && places.stream().allMatch(place -> place.gap().isEmpty());
  }

  private static Optional<Revision.Found> found(
      Revision revision, Instruction instruction, int at) {
    return switch (instruction) {
      case Instruction.Step _ -> Optional.of(revision.goingOnAt(at));
      case Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Poll _,
          Instruction.CallWorkflow _ ->
          Optional.of(revision.blockedAt(at));
      case Instruction.StartWorkflow _,
          Instruction.Assign _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          Optional.empty();
    };
  }

  private static List<String> always(Program from, Program to) {
    List<String> always = new ArrayList<>();
    if (!from.workflow().equals(to.workflow())) {
      always.add("they are different workflows: " + from.workflow() + " and " + to.workflow());
    }
    if (from.semantics() != to.semantics()) {
      always.add("they are compiled for different machines");
    }
    from.input()
        .fields()
        .forEach((name, field) -> {
          Type.Field now = to.input().fields().get(name);
          if (now == null) {
            always.add("input \"" + name + "\" is gone: executions that were given it do not fit");
          } else if (!now.type().equals(field.type())) {
            always.add("input \"" + name + "\" has another type: not every value may fit");
          }
        });
    to.input()
        .fields()
        .forEach((name, field) -> {
          boolean known = from.input().fields().containsKey(name);
          if (!known && !field.optional() && !to.defaults().containsKey(name)) {
            always.add("input \"" + name + "\" is new, and has no default");
          }
        });
    return always;
  }
}
