package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Which instruction of its program a failed execution failed at, as far as its state tells it.
///
/// A fiber that fails stays where it was. Where several branches rest as if they had failed, the
/// place is their `parallel` or `for`; of an error that a `finally` has held up it is forgotten.
public final class FailurePlace {

  private FailurePlace() {}

  /// The index of the instruction; of failed undos, that of the step that was to be undone.
  public static OptionalInt of(Program program, State state) {
    if (state.main().activity() instanceof Activity.Failed failed) {
      var place = state.failure().map(FailurePlace::branch).orElse(OptionalInt.empty());
      int pc = place.orElse(state.main().pc());
      return isMeant(program, pc, failed.fault()) ? OptionalInt.of(pc) : OptionalInt.empty();
    }
    return state.ending().isPresent() ? undo(state.fibers()) : OptionalInt.empty();
  }

  private static OptionalInt branch(FailurePoint point) {
    var failed =
        point.fibers().stream()
            .filter(fiber -> fiber.activity() instanceof Activity.Failed)
            .mapToInt(Fiber::pc)
            .distinct()
            .toArray();
    return failed.length == 1 ? OptionalInt.of(failed[0]) : OptionalInt.empty();
  }

  private static boolean isMeant(Program program, int pc, Fault fault) {
    if (pc >= program.code().size() || program.code().get(pc) instanceof Instruction.EndFinally) {
      return false;
    }
    // An input that was refused has failed no instruction.
    boolean refused =
        fault.name().equals(EngineError.INVALID_INPUT.errorName()) && fault.step().isEmpty();
    return !refused;
  }

  private static OptionalInt undo(List<Fiber> fibers) {
    return fibers.stream()
        .map(Fiber::activity)
        .filter(Activity.Parked.class::isInstance)
        .map(Activity.Parked.class::cast)
        .min(Comparator.comparing(Activity.Parked::at))
        .map(parked -> OptionalInt.of(parked.broken().getFirst().undo().at()))
        .orElse(OptionalInt.empty());
  }
}
