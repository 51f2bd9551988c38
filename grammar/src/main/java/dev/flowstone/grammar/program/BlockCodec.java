package dev.flowstone.grammar.program;

import dev.flowstone.grammar.program.Instruction.Catch;
import dev.flowstone.grammar.program.Instruction.ForEach;
import dev.flowstone.grammar.program.Instruction.Parallel;
import dev.flowstone.grammar.program.Instruction.Try;
import dev.flowstone.grammar.program.Instruction.While;
import dev.flowstone.grammar.value.Value;
import java.util.OptionalInt;

/// The serialised form of the instructions that have blocks: branches, loops and `try`.
final class BlockCodec {

  private BlockCodec() {}

  static Value write(Parallel parallel) {
    return InstructionCodec.op("parallel")
        .put("id", parallel.id())
        .findText("variable", parallel.variable())
        .find("max", parallel.max())
        .put("join", write(parallel.join()))
        .list("branches", parallel.branches(), at -> new Value.Int(at))
        .put("end", parallel.end())
        .done();
  }

  static Parallel parallel(Reading fields) {
    return new Parallel(
        fields.text("id"),
        fields.findText("variable"),
        atLeastOne("max", fields.findWhole("max")),
        join(fields.value("join")),
        fields.list("branches", value -> Reading.whole("parallel.branches", value)),
        fields.whole("end"));
  }

  static Value write(ForEach loop) {
    return InstructionCodec.op("for_each")
        .put("id", loop.id())
        .findText("variable", loop.variable())
        .put("item", loop.item())
        .put("items", ExpressionCodec.encode(loop.items()))
        .find("parallel", loop.parallel())
        .put("join", write(loop.join()))
        .put("end", loop.end())
        .done();
  }

  static ForEach forEach(Reading fields) {
    return new ForEach(
        fields.text("id"),
        fields.findText("variable"),
        fields.text("item"),
        fields.expression("items"),
        atLeastOne("parallel", fields.findWhole("parallel")),
        join(fields.value("join")),
        fields.whole("end"));
  }

  static Value write(While loop) {
    return InstructionCodec.op("while")
        .put("id", loop.id())
        .put("condition", ExpressionCodec.encode(loop.condition()))
        .put("max", loop.max())
        .put("end", loop.end())
        .done();
  }

  static While loop(Reading fields) {
    return new While(
        fields.text("id"),
        fields.expression("condition"),
        atLeast(1, "max", fields.whole("max")),
        fields.whole("end"));
  }

  static Value write(Try attempt) {
    return InstructionCodec.op("try")
        .list("catches", attempt.catches(), BlockCodec::write)
        .find("last", attempt.last())
        .put("end", attempt.end())
        .done();
  }

  static Try attempt(Reading fields) {
    return new Try(
        fields.list("catches", BlockCodec::caught), fields.findWhole("last"), fields.whole("end"));
  }

  private static Value write(Catch caught) {
    return new Writing()
        .list("errors", caught.errors(), Value.Text::new)
        .findText("variable", caught.variable())
        .put("target", caught.target())
        .done();
  }

  private static Catch caught(Value value) {
    Reading fields = new Reading("catch", value);
    Catch caught =
        new Catch(
            fields.list("errors", error -> Reading.text("catch.errors", error)),
            fields.findText("variable"),
            fields.whole("target"));
    fields.end();
    return caught;
  }

  private static Value write(Join join) {
    return switch (join) {
      case Join.All() -> policy("all").done();
      case Join.Settle() -> policy("settle").done();
      case Join.First(int count) -> policy("first").put("count", count).done();
      case Join.TolerateCount(int failures) ->
          policy("tolerate_count").put("failures", failures).done();
      case Join.TolerateShare(double percent) ->
          policy("tolerate_share").put("percent", Value.Double.of(percent)).done();
    };
  }

  private static Writing policy(String name) {
    return new Writing().put("policy", name);
  }

  private static Join join(Value value) {
    Reading fields = new Reading("join", value);
    String policy = fields.text("policy");
    Join join =
        switch (policy) {
          case "all" -> new Join.All();
          case "settle" -> new Join.Settle();
          case "first" -> new Join.First(atLeast(1, "count", fields.whole("count")));
          case "tolerate_count" ->
              new Join.TolerateCount(atLeast(0, "failures", fields.whole("failures")));
          case "tolerate_share" -> new Join.TolerateShare(share(fields.fraction("percent")));
          default -> throw new Malformed("there is no join policy " + policy);
        };
    fields.end();
    return join;
  }

  private static double share(double percent) {
    if (percent >= 0 && percent <= 100) {
      return percent;
    }
    throw new Malformed("a share out of bounds");
  }

  private static OptionalInt atLeastOne(String name, OptionalInt bound) {
    bound.ifPresent(value -> atLeast(1, name, value));
    return bound;
  }

  private static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new Malformed(name + " is less than " + least);
    }
    return value;
  }
}
