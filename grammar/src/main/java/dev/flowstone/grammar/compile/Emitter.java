package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the instructions of statements one after the other: those without blocks itself, the
/// others through who knows their shape.
final class Emitter {

  private static final Expression NULL = new Expression.Constant(Value.Null.NULL);

  private final Analysis analysis;
  private final StepIds ids;
  private final InstructionList out = new InstructionList();
  private final CallEmitter calls;
  private final ChoiceEmitter choices;
  private final BlockEmitter blocks;
  private final Set<String> caught = new HashSet<>();

  Emitter(Analysis analysis, StepIds ids) {
    this.analysis = analysis;
    this.ids = ids;
    this.calls = new CallEmitter(this, analysis, ids, out);
    this.choices = new ChoiceEmitter(this, out);
    this.blocks = new BlockEmitter(this, ids, out);
  }

  List<Instruction> code() {
    return out.code();
  }

  List<Span> spans() {
    return out.spans();
  }

  void body(Workflow workflow) {
    block(workflow.body());
    List<Statement> statements = workflow.body().statements();
    Span end = statements.isEmpty() ? workflow.name().span() : statements.getLast().span();
    out.close(new Instruction.Return(NULL), end);
  }

  void block(Block block) {
    block.statements().forEach(this::statement);
  }

  /// A block in which a name is that of a caught error. It hides nothing, as all names do.
  void caught(Optional<Name> error, Block block) {
    error.map(Name::text).ifPresent(caught::add);
    block(block);
    error.map(Name::text).ifPresent(caught::remove);
  }

  Expression expression(Expr expr) {
    return analysis.expressions().of(expr);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Assign(Name target, Expr value, var _, Span span) ->
          out.add(new Instruction.Assign(target.text(), expression(value)), span);
      case Statement.Step step -> calls.step(step);
      case Statement.Wait(Expr duration, var _, Span span) ->
          out.add(new Instruction.Sleep(ids.next("wait", span, ""), expression(duration)), span);
      case Statement.WaitUntil(Expr instant, var _, Span span) ->
          out.add(
              new Instruction.SleepUntil(ids.next("wait_until", span, ""), expression(instant)),
              span);
      case Statement.WaitFor wait -> calls.await(wait);
      case Statement.Poll poll -> calls.poll(poll);
      case Statement.Call call -> calls.call(call);
      case Statement.Start start -> calls.start(start);
      case Statement.If choice -> choices.choose(choice);
      case Statement.Match match -> choices.match(match);
      case Statement.Parallel parallel -> blocks.parallel(parallel);
      case Statement.For loop -> blocks.items(loop);
      case Statement.While loop -> blocks.repeat(loop);
      case Statement.Try attempt -> blocks.attempt(attempt);
      case Statement.Scope scope -> blocks.scope(scope);
      case Statement.Yield(Expr value, var _, Span span) ->
          out.add(new Instruction.Yield(expression(value)), span);
      case Statement.Break(var _, Span span) -> out.add(new Instruction.Break(), span);
      case Statement.Continue(var _, Span span) -> out.add(new Instruction.Continue(), span);
      case Statement.Fail fail -> out.add(fail(fail), fail.span());
      case Statement.Return(Optional<Expr> value, var _, Span span) ->
          out.add(new Instruction.Return(value.map(this::expression).orElse(NULL)), span);
      case Statement.Rollback(var _, Span span) -> out.add(new Instruction.Rollback(), span);
      case Statement.Commit(var _, Span span) -> out.add(new Instruction.Commit(), span);
    }
  }

  private Instruction fail(Statement.Fail fail) {
    String error = fail.error().text();
    return caught.contains(error)
        ? new Instruction.Refail(error)
        : new Instruction.Fail(
            error, fail.message().map(this::expression), fail.data().map(this::expression));
  }
}
