package dev.flowstone.grammar.program;

import dev.flowstone.grammar.program.Instruction.Assign;
import dev.flowstone.grammar.program.Instruction.Await;
import dev.flowstone.grammar.program.Instruction.Commit;
import dev.flowstone.grammar.program.Instruction.EnterScope;
import dev.flowstone.grammar.program.Instruction.Fail;
import dev.flowstone.grammar.program.Instruction.Jump;
import dev.flowstone.grammar.program.Instruction.JumpUnless;
import dev.flowstone.grammar.program.Instruction.JumpUnlessIn;
import dev.flowstone.grammar.program.Instruction.LeaveScope;
import dev.flowstone.grammar.program.Instruction.NoMatch;
import dev.flowstone.grammar.program.Instruction.Return;
import dev.flowstone.grammar.program.Instruction.Rollback;
import dev.flowstone.grammar.program.Instruction.Sleep;
import dev.flowstone.grammar.program.Instruction.SleepUntil;
import dev.flowstone.grammar.program.Instruction.Step;
import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// The serialised form of an instruction: an object whose `op` says which one it is.
final class InstructionCodec {

  private InstructionCodec() {}

  static Value write(Instruction instruction) {
    return switch (instruction) {
      case Assign(String variable, Expression value) ->
          op("assign").put("variable", variable).put("value", ExpressionCodec.encode(value)).done();
      case Step(var variable, var call, var compensate) ->
          op("step")
              .findText("variable", variable)
              .put("call", CallCodec.write(call))
              .find("compensate", compensate.map(CallCodec::write))
              .done();
      case Sleep(String id, Expression duration) ->
          op("sleep").put("id", id).put("duration", ExpressionCodec.encode(duration)).done();
      case SleepUntil(String id, Expression instant) ->
          op("sleep_until").put("id", id).put("instant", ExpressionCodec.encode(instant)).done();
      case Await await -> await(await);
      case Jump(int target) -> op("jump").put("target", target).done();
      case JumpUnless(Expression condition, int target) ->
          op("jump_unless")
              .put("condition", ExpressionCodec.encode(condition))
              .put("target", target)
              .done();
      case JumpUnlessIn(Expression value, Expression cases, int target) ->
          op("jump_unless_in")
              .put("value", ExpressionCodec.encode(value))
              .put("cases", ExpressionCodec.encode(cases))
              .put("target", target)
              .done();
      case Fail(String error, var message, var data) ->
          op("fail")
              .put("error", error)
              .find("message", message.map(ExpressionCodec::encode))
              .find("data", data.map(ExpressionCodec::encode))
              .done();
      case NoMatch(Expression subject) ->
          op("no_match").put("subject", ExpressionCodec.encode(subject)).done();
      case Return(Expression value) ->
          op("return").put("value", ExpressionCodec.encode(value)).done();
      case EnterScope() -> op("enter_scope").done();
      case LeaveScope() -> op("leave_scope").done();
      case Rollback() -> op("rollback").done();
      case Commit() -> op("commit").done();
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
          throw new IllegalStateException("not compiled yet: " + instruction);
    };
  }

  private static Value await(Await await) {
    return op("await")
        .put("id", await.id())
        .findText("variable", await.variable())
        .put("signal", await.signal())
        .put("timeout", ExpressionCodec.encode(await.timeout()))
        .findDuration("heartbeat", await.heartbeat())
        .find("notify", await.notification().map(CallCodec::write))
        .find("on_timeout", await.onTimeout())
        .done();
  }

  private static Writing op(String name) {
    return new Writing().put("op", name);
  }

  static Instruction read(Value value) {
    Reading fields = new Reading("instruction", value);
    Instruction instruction = read(fields.text("op"), fields);
    fields.end();
    return instruction;
  }

  private static Instruction read(String op, Reading fields) {
    return switch (op) {
      case "assign" -> new Assign(fields.text("variable"), expression(fields, "value"));
      case "step" ->
          new Step(
              fields.findText("variable"),
              CallCodec.read(fields.value("call")),
              fields.find("compensate").map(CallCodec::read));
      case "sleep" -> new Sleep(fields.text("id"), expression(fields, "duration"));
      case "sleep_until" -> new SleepUntil(fields.text("id"), expression(fields, "instant"));
      case "await" ->
          new Await(
              fields.text("id"),
              fields.findText("variable"),
              fields.text("signal"),
              expression(fields, "timeout"),
              fields.findDuration("heartbeat"),
              fields.find("notify").map(CallCodec::read),
              fields.findWhole("on_timeout"));
      case "jump" -> new Jump(fields.whole("target"));
      case "jump_unless" -> new JumpUnless(expression(fields, "condition"), fields.whole("target"));
      case "jump_unless_in" ->
          new JumpUnlessIn(
              expression(fields, "value"), expression(fields, "cases"), fields.whole("target"));
      case "fail" ->
          new Fail(fields.text("error"), optional(fields, "message"), optional(fields, "data"));
      case "no_match" -> new NoMatch(expression(fields, "subject"));
      case "return" -> new Return(expression(fields, "value"));
      case "enter_scope" -> new EnterScope();
      case "leave_scope" -> new LeaveScope();
      case "rollback" -> new Rollback();
      case "commit" -> new Commit();
      default -> throw new Malformed("there is no instruction " + op);
    };
  }

  private static Expression expression(Reading fields, String name) {
    return Reading.expression(fields.value(name));
  }

  private static Optional<Expression> optional(Reading fields, String name) {
    return fields.find(name).map(Reading::expression);
  }
}
