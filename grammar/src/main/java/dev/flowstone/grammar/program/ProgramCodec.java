package dev.flowstone.grammar.program;

import dev.flowstone.grammar.program.Instruction.Await;
import dev.flowstone.grammar.program.Instruction.Jump;
import dev.flowstone.grammar.program.Instruction.JumpUnless;
import dev.flowstone.grammar.program.Instruction.JumpUnlessIn;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import java.util.Optional;

/// The serialised form of a program: what is hashed, stored and loaded.
///
/// Format 1 is one tagged JSON object in one line, fields in a fixed order, absent ones left out. A
/// program of a format or of a semantics that this release does not know is refused and not guessed
/// at; readers of old formats are kept for ever.
public final class ProgramCodec {

  /// What came of loading.
  public sealed interface Loaded {

    record Ok(Program program) implements Loaded {}

    /// Why the bytes are no program that this release can run.
    record Refused(String reason) implements Loaded {}
  }

  private ProgramCodec() {}

  /// The canonical bytes: the same for equal programs on every machine.
  public static byte[] bytes(Program program) {
    return ValueJson.taggedBytes(value(program));
  }

  public static Loaded load(byte[] bytes) {
    return switch (ValueJson.parseTagged(bytes)) {
      case ValueJson.Parsed.Ok(Value value) -> load(value);
      case ValueJson.Parsed.Malformed malformed ->
          new Loaded.Refused("the program is no JSON: " + malformed.describe());
    };
  }

  public static Value value(Program program) {
    return new Writing()
        .put("format", program.format())
        .put("semantics", program.semantics())
        .put("workflow", program.workflow())
        .put("input", TypeCodec.write(program.input()))
        .map("defaults", program.defaults(), value -> value)
        .find("output", program.output().map(TypeCodec::write))
        .map("signals", program.signals(), TypeCodec::write)
        .findDuration("timeout", program.timeout())
        .list("code", program.code(), InstructionCodec::write)
        .done();
  }

  public static Loaded load(Value value) {
    try {
      return read(new Reading("program", value));
    } catch (Malformed malformed) {
      return new Loaded.Refused("the program is damaged: " + malformed.getMessage());
    }
  }

  private static Loaded read(Reading fields) {
    int format = fields.whole("format");
    int semantics = fields.whole("semantics");
    if (format != Program.FORMAT) {
      return new Loaded.Refused(newer("format", format, Program.FORMAT));
    }
    if (semantics != Program.SEMANTICS) {
      return new Loaded.Refused(newer("semantics", semantics, Program.SEMANTICS));
    }
    Program program =
        new Program(
            format,
            semantics,
            fields.text("workflow"),
            TypeCodec.record(fields.value("input")),
            fields.map("defaults", value -> value),
            fields.find("output").map(TypeCodec::read),
            fields.map("signals", TypeCodec::read),
            fields.findDuration("timeout"),
            fields.list("code", InstructionCodec::read));
    fields.end();
    return wildJump(program.code())
        .<Loaded>map(at ->
            new Loaded.Refused("the program is damaged: instruction " + at + " jumps out of it"))
        .orElseGet(() -> new Loaded.Ok(program));
  }

  private static String newer(String what, int found, int known) {
    return "the program has "
        + what
        + " "
        + found
        + " and this release knows "
        + known
        + "; use the release that compiled it, or a newer one";
  }

  /// The first instruction whose target is not in the code.
  private static Optional<Integer> wildJump(List<Instruction> code) {
    for (int i = 0; i < code.size(); i++) {
      int target = target(code.get(i));
      if (target < 0 || target >= code.size()) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /// Where an instruction may go other than to the next; 0, which is always there, for those that
  /// cannot.
  private static int target(Instruction instruction) {
    return switch (instruction) {
      case Jump(int target) -> target;
      case JumpUnless(var _, int target) -> target;
      case JumpUnlessIn(var _, var _, int target) -> target;
      case Await await -> await.onTimeout().orElse(0);
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Fail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _,
          Instruction.Poll _,
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
          0;
    };
  }
}
