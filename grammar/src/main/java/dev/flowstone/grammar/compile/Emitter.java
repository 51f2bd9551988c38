package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Writes the instructions of statements one after the other; jumps forward are filled in when
/// their target is known.
final class Emitter {

  private static final Expression NULL = new Expression.Constant(Value.Null.NULL);

  private final Analysis analysis;
  private final StepIds ids;
  private final HandlerCalls calls;
  private final List<Instruction> code = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private int target = -1;

  Emitter(Analysis analysis, StepIds ids) {
    this.analysis = analysis;
    this.ids = ids;
    this.calls = new HandlerCalls(analysis);
  }

  List<Instruction> code() {
    return code;
  }

  List<Span> spans() {
    return spans;
  }

  void body(Workflow workflow) {
    block(workflow.body());
    List<Statement> statements = workflow.body().statements();
    Span end = statements.isEmpty() ? workflow.name().span() : statements.getLast().span();
    if (reachable()) {
      emit(new Instruction.Return(NULL), end);
    }
  }

  private void block(Block block) {
    block.statements().forEach(this::statement);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Assign(Name target, Expr value, var _, Span span) ->
          emit(new Instruction.Assign(target.text(), expression(value)), span);
      case Statement.Step step -> step(step);
      case Statement.Wait(Expr duration, var _, Span span) ->
          emit(new Instruction.Sleep(ids.next("wait", span, ""), expression(duration)), span);
      case Statement.WaitUntil(Expr instant, var _, Span span) ->
          emit(
              new Instruction.SleepUntil(ids.next("wait_until", span, ""), expression(instant)),
              span);
      case Statement.WaitFor wait -> await(wait);
      case Statement.If choice -> choose(choice);
      case Statement.Match match -> match(match);
      case Statement.Fail(Name error, var message, var data, var _, Span span) ->
          emit(
              new Instruction.Fail(
                  error.text(), message.map(this::expression), data.map(this::expression)),
              span);
      case Statement.Return(Optional<Expr> value, var _, Span span) ->
          emit(new Instruction.Return(value.map(this::expression).orElse(NULL)), span);
      case Statement.Scope(Block body, var _, Span span) -> {
        emit(new Instruction.EnterScope(), span);
        block(body);
        emit(new Instruction.LeaveScope(), span);
      }
      case Statement.Rollback(var _, Span span) -> emit(new Instruction.Rollback(), span);
      case Statement.Commit(var _, Span span) -> emit(new Instruction.Commit(), span);
      case Statement.Poll _,
          Statement.Parallel _,
          Statement.For _,
          Statement.Yield _,
          Statement.While _,
          Statement.Break _,
          Statement.Continue _,
          Statement.Try _,
          Statement.Call _,
          Statement.Start _ ->
          throw new IllegalStateException("refused before: " + statement);
    }
  }

  private void step(Statement.Step step) {
    Optional<Clause.Compensate> undo = Clause.find(step.clauses(), Clause.Compensate.class);
    String name = step.target().map(Name::text).orElse(step.call().target().text());
    String id = ids.next(name, step.span(), undo.isPresent() ? StepIds.UNDO : "");
    emit(
        new Instruction.Step(
            step.target().map(Name::text),
            calls.step(id, step.call(), step.clauses()),
            undo.map(it -> calls.undo(id + StepIds.UNDO, it.call(), it.clauses()))),
        step.span());
  }

  /// `await; goto end; late: …; end:` — the signal goes on at the next instruction.
  private void await(Statement.WaitFor wait) {
    Optional<Clause.Notify> notice = Clause.find(wait.clauses(), Clause.Notify.class);
    Optional<Clause.OnTimeout> late = Clause.find(wait.clauses(), Clause.OnTimeout.class);
    Clause.Timeout timeout = Clause.find(wait.clauses(), Clause.Timeout.class).orElseThrow();
    String name = wait.target().orElse(wait.signal()).text();
    String id = ids.next(name, wait.span(), notice.isPresent() ? StepIds.NOTIFY : "");
    Optional<HandlerCall> notification =
        notice.map(it -> calls.step(id + StepIds.NOTIFY, it.call(), it.clauses()));
    int at = code.size();
    Instruction.Await await =
        new Instruction.Await(
            id,
            wait.target().map(Name::text),
            wait.signal().text(),
            expression(timeout.duration()),
            Clause.find(wait.clauses(), Clause.Heartbeat.class)
                .map(Clause.Heartbeat::interval)
                .map(DurationText::value),
            notification,
            late.isPresent() ? OptionalInt.of(at + 2) : OptionalInt.empty());
    emit(await, wait.span());
    late.ifPresent(it -> {
      int jump = reserve(wait.span());
      here();
      block(it.block());
      code.set(jump, new Instruction.Jump(here()));
    });
  }

  private void choose(Statement.If choice) {
    List<Integer> ends = new ArrayList<>();
    boolean more = choice.otherwise().isPresent();
    for (int i = 0; i < choice.arms().size(); i++) {
      Statement.Arm arm = choice.arms().get(i);
      int test = reserve(arm.condition().span());
      block(arm.block());
      if (more || i + 1 < choice.arms().size()) {
        leave(ends, arm.span());
      }
      code.set(test, new Instruction.JumpUnless(expression(arm.condition()), here()));
    }
    choice.otherwise().ifPresent(this::block);
    land(ends);
  }

  private void match(Statement.Match match) {
    Expression subject = subject(match);
    List<Integer> ends = new ArrayList<>();
    for (Statement.Case each : match.cases()) {
      int test = reserve(each.span());
      block(each.block());
      leave(ends, each.span());
      code.set(test, new Instruction.JumpUnlessIn(subject, values(each), here()));
    }
    match
        .otherwise()
        .ifPresentOrElse(this::block, () -> emit(new Instruction.NoMatch(subject), match.span()));
    land(ends);
  }

  /// A name or a constant is read again for every case; anything else is computed once. A nested
  /// match may overwrite the variable, since none of the outer one's cases is tested after its
  /// block was entered.
  private Expression subject(Statement.Match match) {
    Expression subject = expression(match.subject());
    if (subject instanceof Expression.Variable || subject instanceof Expression.Constant) {
      return subject;
    }
    emit(new Instruction.Assign("$match", subject), match.subject().span());
    return new Expression.Variable("$match");
  }

  private Expression values(Statement.Case each) {
    return new Expression.MakeList(
        each.values().stream()
            .map(value -> new Expression.Element(false, expression(value)))
            .toList());
  }

  /// Goes to the end of a construct, unless the block before it never gets here.
  private void leave(List<Integer> ends, Span span) {
    if (reachable()) {
      ends.add(reserve(span));
    }
  }

  private void land(List<Integer> ends) {
    ends.forEach(at -> code.set(at, new Instruction.Jump(here())));
  }

  /// The next instruction, as a target.
  private int here() {
    target = code.size();
    return target;
  }

  /// Whether anything gets to the next instruction: the one before it, or a jump.
  private boolean reachable() {
    if (code.isEmpty() || target == code.size()) {
      return true;
    }
    return switch (code.getLast()) {
      case Instruction.Return _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Jump _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.EndTry _,
          Instruction.EndFinally _ ->
          false;
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Try _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          true;
    };
  }

  private int reserve(Span span) {
    emit(new Instruction.Jump(0), span);
    return code.size() - 1;
  }

  private void emit(Instruction instruction, Span span) {
    code.add(instruction);
    spans.add(span);
  }

  private Expression expression(Expr expr) {
    return analysis.expressions().of(expr);
  }
}
