package dev.flowstone.grammar.program;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A compiled workflow: flat, resolved instructions and everything that running them needs.
///
/// Its canonical serialised form (see `ProgramCodec`) is what is hashed, stored and loaded; the
/// hash is the version. It holds no positions, comments or layout, so that formatting a file does
/// not change its version; the positions of a compilation are kept beside it.
///
/// `format` is that of the serialised form, the lowest that can express the code; `semantics` is
/// that of the machine and the expressions that it was compiled for (rule 15 of the store
/// protocol).
public record Program(
    int format,
    int semantics,
    String workflow,
    Type.Record input,
    Map<String, Value> defaults,
    Optional<Type> output,
    Map<String, Type> signals,
    Optional<Duration> timeout,
    List<Instruction> code) {

  /// The newest format that there is.
  public static final int FORMAT = 2;

  public static final int SEMANTICS = 1;

  /// How many branches of an execution run at a time: each event looks at all of them.
  public static final int MAX_BRANCHES = 10_000;

  public Program {
    defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    signals = Collections.unmodifiableMap(new LinkedHashMap<>(signals));
    code = List.copyOf(code);
  }

  /// The lowest format that can express some code, so that a program keeps its version when a
  /// format is added that it has no use for.
  public static int formatOf(List<Instruction> code) {
    return code.stream().mapToInt(Program::formatOf).max().orElse(1);
  }

  private static int formatOf(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          1;
      case Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Refail _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EndTry _,
          Instruction.EndFinally _ ->
          2;
    };
  }

  /// Every call of a handler that is written in it, in the order of its code.
  public List<HandlerCall> calls() {
    return code.stream().flatMap(instruction -> instruction.calls().stream()).toList();
  }

  /// A `call` or `start` of another workflow, and the names of its arguments.
  public record Called(String id, String workflow, Set<String> arguments) {
    public Called {
      arguments = Collections.unmodifiableSet(new LinkedHashSet<>(arguments));
    }
  }

  /// Every `call` and `start` that is written in it, in the order of its code.
  public List<Called> called() {
    List<Called> called = new ArrayList<>();
    for (Instruction instruction : code) {
      if (instruction instanceof Instruction.CallWorkflow call) {
        called.add(new Called(call.id(), call.workflow(), call.arguments().keySet()));
      } else if (instruction instanceof Instruction.StartWorkflow start) {
        called.add(new Called(start.id(), start.workflow(), start.arguments().keySet()));
      }
    }
    return List.copyOf(called);
  }
}
