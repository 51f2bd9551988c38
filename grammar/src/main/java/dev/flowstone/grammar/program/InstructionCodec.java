package dev.flowstone.grammar.program;

import dev.flowstone.grammar.program.Instruction.Assign;
import dev.flowstone.grammar.program.Instruction.Await;
import dev.flowstone.grammar.program.Instruction.Break;
import dev.flowstone.grammar.program.Instruction.CallWorkflow;
import dev.flowstone.grammar.program.Instruction.Commit;
import dev.flowstone.grammar.program.Instruction.Continue;
import dev.flowstone.grammar.program.Instruction.EndFinally;
import dev.flowstone.grammar.program.Instruction.EndTry;
import dev.flowstone.grammar.program.Instruction.EnterScope;
import dev.flowstone.grammar.program.Instruction.Fail;
import dev.flowstone.grammar.program.Instruction.ForEach;
import dev.flowstone.grammar.program.Instruction.Jump;
import dev.flowstone.grammar.program.Instruction.JumpUnless;
import dev.flowstone.grammar.program.Instruction.JumpUnlessIn;
import dev.flowstone.grammar.program.Instruction.LeaveScope;
import dev.flowstone.grammar.program.Instruction.Next;
import dev.flowstone.grammar.program.Instruction.NoMatch;
import dev.flowstone.grammar.program.Instruction.Parallel;
import dev.flowstone.grammar.program.Instruction.Poll;
import dev.flowstone.grammar.program.Instruction.Refail;
import dev.flowstone.grammar.program.Instruction.Return;
import dev.flowstone.grammar.program.Instruction.Rollback;
import dev.flowstone.grammar.program.Instruction.Sleep;
import dev.flowstone.grammar.program.Instruction.SleepUntil;
import dev.flowstone.grammar.program.Instruction.StartWorkflow;
import dev.flowstone.grammar.program.Instruction.Step;
import dev.flowstone.grammar.program.Instruction.Try;
import dev.flowstone.grammar.program.Instruction.While;
import dev.flowstone.grammar.program.Instruction.Yield;
import dev.flowstone.grammar.value.Value;

/// The serialised form of an instruction: an object whose `op` says which one it is.
final class InstructionCodec {

  private InstructionCodec() {}

  static Value write(Instruction instruction) {
    return switch (instruction) {
      case Assign(String variable, Expression value) ->
          op("assign").put("variable", variable).put("value", ExpressionCodec.encode(value)).done();
      case Step step -> step(step);
      case Sleep(String id, Expression duration) ->
          op("sleep").put("id", id).put("duration", ExpressionCodec.encode(duration)).done();
      case SleepUntil(String id, Expression instant) ->
          op("sleep_until").put("id", id).put("instant", ExpressionCodec.encode(instant)).done();
      case Await await -> await(await);
      case Poll poll -> poll(poll);
      case CallWorkflow call -> call(call);
      case StartWorkflow start -> start(start);
      case Jump(int target) -> op("jump").put("target", target).done();
      case JumpUnless jump -> jumpUnless(jump);
      case JumpUnlessIn jump -> jumpUnlessIn(jump);
      case Fail fail -> fail(fail);
      case Refail(String variable) -> op("refail").put("variable", variable).done();
      case NoMatch(Expression subject) ->
          op("no_match").put("subject", ExpressionCodec.encode(subject)).done();
      case Return(Expression value) ->
          op("return").put("value", ExpressionCodec.encode(value)).done();
      case Parallel parallel -> BlockCodec.write(parallel);
      case ForEach loop -> BlockCodec.write(loop);
      case While loop -> BlockCodec.write(loop);
      case Next() -> op("next").done();
      case Yield(Expression value) ->
          op("yield").put("value", ExpressionCodec.encode(value)).done();
      case Break() -> op("break").done();
      case Continue() -> op("continue").done();
      case Try attempt -> BlockCodec.write(attempt);
      case EndTry() -> op("end_try").done();
      case EndFinally() -> op("end_finally").done();
      case EnterScope() -> op("enter_scope").done();
      case LeaveScope() -> op("leave_scope").done();
      case Rollback() -> op("rollback").done();
      case Commit() -> op("commit").done();
    };
  }

  private static Value step(Step step) {
    return op("step")
        .findText("variable", step.variable())
        .put("call", CallCodec.write(step.call()))
        .find("compensate", step.compensate().map(CallCodec::write))
        .done();
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

  private static Value poll(Poll poll) {
    return op("poll")
        .findText("variable", poll.variable())
        .put("call", CallCodec.write(poll.call()))
        .put("every", ExpressionCodec.encode(poll.every()))
        .put("until", ExpressionCodec.encode(poll.until()))
        .put("timeout", ExpressionCodec.encode(poll.timeout()))
        .done();
  }

  private static Value call(CallWorkflow call) {
    return op("call")
        .put("id", call.id())
        .findText("variable", call.variable())
        .put("workflow", call.workflow())
        .map("arguments", call.arguments(), ExpressionCodec::encode)
        .find("timeout", call.timeout().map(ExpressionCodec::encode))
        .find("compensate", call.compensate().map(CallCodec::write))
        .done();
  }

  private static Value start(StartWorkflow start) {
    return op("start")
        .put("id", start.id())
        .findText("variable", start.variable())
        .put("workflow", start.workflow())
        .map("arguments", start.arguments(), ExpressionCodec::encode)
        .done();
  }

  private static Value jumpUnless(JumpUnless jump) {
    return op("jump_unless")
        .put("condition", ExpressionCodec.encode(jump.condition()))
        .put("target", jump.target())
        .done();
  }

  private static Value jumpUnlessIn(JumpUnlessIn jump) {
    return op("jump_unless_in")
        .put("value", ExpressionCodec.encode(jump.value()))
        .put("cases", ExpressionCodec.encode(jump.cases()))
        .put("target", jump.target())
        .done();
  }

  private static Value fail(Fail fail) {
    return op("fail")
        .put("error", fail.error())
        .find("message", fail.message().map(ExpressionCodec::encode))
        .find("data", fail.data().map(ExpressionCodec::encode))
        .done();
  }

  static Writing op(String name) {
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
      case "assign" -> new Assign(fields.text("variable"), fields.expression("value"));
      case "step" -> readStep(fields);
      case "sleep" -> new Sleep(fields.text("id"), fields.expression("duration"));
      case "sleep_until" -> new SleepUntil(fields.text("id"), fields.expression("instant"));
      case "await" -> readAwait(fields);
      case "poll" -> readPoll(fields);
      case "call" -> readCall(fields);
      case "start" -> readStart(fields);
      case "jump" -> new Jump(fields.whole("target"));
      case "jump_unless" -> new JumpUnless(fields.expression("condition"), fields.whole("target"));
      case "jump_unless_in" ->
          new JumpUnlessIn(
              fields.expression("value"), fields.expression("cases"), fields.whole("target"));
      case "fail" ->
          new Fail(
              fields.text("error"),
              fields.findExpression("message"),
              fields.findExpression("data"));
      case "refail" -> new Refail(fields.text("variable"));
      case "no_match" -> new NoMatch(fields.expression("subject"));
      case "return" -> new Return(fields.expression("value"));
      case "parallel" -> BlockCodec.parallel(fields);
      case "for_each" -> BlockCodec.forEach(fields);
      case "while" -> BlockCodec.loop(fields);
      case "next" -> new Next();
      case "yield" -> new Yield(fields.expression("value"));
      case "break" -> new Break();
      case "continue" -> new Continue();
      case "try" -> BlockCodec.attempt(fields);
      case "end_try" -> new EndTry();
      case "end_finally" -> new EndFinally();
      case "enter_scope" -> new EnterScope();
      case "leave_scope" -> new LeaveScope();
      case "rollback" -> new Rollback();
      case "commit" -> new Commit();
      default -> throw new Malformed("there is no instruction " + op);
    };
  }

  private static Step readStep(Reading fields) {
    return new Step(
        fields.findText("variable"),
        CallCodec.read(fields.value("call")),
        fields.find("compensate").map(CallCodec::read));
  }

  private static Await readAwait(Reading fields) {
    return new Await(
        fields.text("id"),
        fields.findText("variable"),
        fields.text("signal"),
        fields.expression("timeout"),
        fields.findDuration("heartbeat"),
        fields.find("notify").map(CallCodec::read),
        fields.findWhole("on_timeout"));
  }

  private static Poll readPoll(Reading fields) {
    return new Poll(
        fields.findText("variable"),
        CallCodec.read(fields.value("call")),
        fields.expression("every"),
        fields.expression("until"),
        fields.expression("timeout"));
  }

  private static CallWorkflow readCall(Reading fields) {
    return new CallWorkflow(
        fields.text("id"),
        fields.findText("variable"),
        fields.text("workflow"),
        fields.map("arguments", Reading::expression),
        fields.findExpression("timeout"),
        fields.find("compensate").map(CallCodec::read));
  }

  private static StartWorkflow readStart(Reading fields) {
    return new StartWorkflow(
        fields.text("id"),
        fields.findText("variable"),
        fields.text("workflow"),
        fields.map("arguments", Reading::expression));
  }
}
