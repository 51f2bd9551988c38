package dev.flowstone.grammar.program;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import java.util.stream.IntStream;

/// The serialised form of a program: what is hashed, stored and loaded.
///
/// Format 1 is one tagged JSON object in one line, fields in a fixed order, absent ones left out;
/// format 2 adds the instructions of branches, loops, `try`, polls and child executions. A program
/// of a format or of a semantics that this release does not know is refused and not guessed at;
/// readers of old formats are kept for ever.
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
    if (format < 1 || format > Program.FORMAT) {
      return new Loaded.Refused(newer("format", format, "1 and " + Program.FORMAT));
    }
    if (semantics != Program.SEMANTICS) {
      return new Loaded.Refused(newer("semantics", semantics, "" + Program.SEMANTICS));
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
    check(program);
    return new Loaded.Ok(program);
  }

  private static String newer(String what, int found, String known) {
    return "the program has "
        + what
        + " "
        + found
        + " and this release knows "
        + known
        + "; use the release that compiled it, or a newer one";
  }

  private static void check(Program program) {
    List<Instruction> code = program.code();
    if (Program.formatOf(code) > program.format()) {
      throw new Malformed("format " + program.format() + " has not all of its instructions");
    }
    for (int at = 0; at < code.size(); at++) {
      if (!targets(code.get(at)).allMatch(target -> target >= 0 && target < code.size())) {
        throw new Malformed("instruction " + at + " jumps out of it");
      }
    }
    Nesting.fault(code)
        .ifPresent(at -> {
          throw new Malformed("instruction " + at + " breaks the nesting of blocks");
        });
  }

  /// Where an instruction may go other than to the next.
  private static IntStream targets(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump(int target) -> IntStream.of(target);
      case Instruction.JumpUnless(var _, int target) -> IntStream.of(target);
      case Instruction.JumpUnlessIn(var _, var _, int target) -> IntStream.of(target);
      case Instruction.Await await -> await.onTimeout().stream();
      case Instruction.Parallel parallel ->
          IntStream.concat(
              parallel.branches().stream().mapToInt(at -> at), IntStream.of(parallel.end()));
      case Instruction.ForEach loop -> IntStream.of(loop.end());
      case Instruction.While loop -> IntStream.of(loop.end());
      case Instruction.Try attempt ->
          IntStream.concat(
              attempt.catches().stream().mapToInt(Instruction.Catch::target),
              IntStream.concat(attempt.last().stream(), IntStream.of(attempt.end())));
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
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.EndTry _,
          Instruction.EndFinally _ ->
          IntStream.empty();
    };
  }
}
