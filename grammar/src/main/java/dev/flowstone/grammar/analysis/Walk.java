package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One walk through the statements, in the order in which they run.
///
/// Types of variables follow the flow. Where control comes back (a loop) or may leave a block
/// anywhere (a `try`), a walk relies on the types that the walk before it learned; see [Analysis].
final class Walk {

  /// Narrowing is carried from arm to arm of an `else if` chain, up to this length; a longer one
  /// only loses types.
  private static final int CARRYING_ARMS = 100;

  final Declared declared;
  final Report report;
  final Flow flow;
  final Names names;
  final Assigned assigned;
  final Expressions expressions;
  private final Map<String, Type> known;
  private final Map<String, Type> learned = new LinkedHashMap<>();
  private final Deque<List<Type>> yields = new ArrayDeque<>();
  private final Deque<boolean[]> breaks = new ArrayDeque<>();
  private final Calls calls;
  private final Branches branches;
  private final Loops loops;
  private final Waits waits;

  Walk(
      Declared declared,
      HandlerTypes handlers,
      Report report,
      Flow flow,
      Names names,
      Assigned assigned,
      Expressions expressions,
      Map<String, Type> known,
      PolicyNames policies) {
    this.declared = declared;
    this.report = report;
    this.flow = flow;
    this.names = names;
    this.assigned = assigned;
    this.expressions = expressions;
    this.known = known;
    this.calls = new Calls(this, handlers, policies);
    this.branches = new Branches(this);
    this.loops = new Loops(this, branches);
    this.waits = new Waits(this, calls);
  }

  /// What this walk learned of the types that variables are given.
  Map<String, Type> learned() {
    return learned;
  }

  boolean isAwaited(String signal) {
    return waits.isAwaited(signal);
  }

  void block(Block block, Context context) {
    boolean told = !flow.reachable();
    Optional<Span> leaver = Optional.empty();
    for (Statement statement : block.statements()) {
      if (!flow.reachable() && !told) {
        told = true;
        var diagnostic = Code.UNREACHABLE.at("this can never run", statement.span());
        report.add(
            leaver
                .map(at -> diagnostic.related("control does not get past this", at))
                .orElse(diagnostic));
      }
      statement(statement, context);
      leaver = Optional.of(statement.span());
    }
  }

  private void statement(Statement statement, Context context) {
    switch (statement) {
      case Statement.Assign(Name target, Expr value, var _, var _) ->
          assign(target, expressions.type(value));
      case Statement.Step step -> calls.step(step);
      case Statement.Wait(Expr duration, var _, var _) -> {
        expressions.expect(duration, Type.Simple.DURATION);
        Durations.check(duration, "a wait", report);
      }
      case Statement.WaitUntil(Expr instant, var _, var _) ->
          expressions.expect(instant, Type.Simple.TIMESTAMP);
      case Statement.WaitFor wait -> waits.waitFor(wait, context);
      case Statement.Poll poll -> waits.poll(poll);
      case Statement.Parallel parallel -> branches.parallel(parallel, context);
      case Statement.For loop -> {
        if (loop.parallel().isPresent()) {
          branches.items(loop, context);
        } else {
          loops.items(loop, context);
        }
      }
      case Statement.Yield(Expr value, var _, Span span) -> giveItem(value, span, context);
      case Statement.If choice -> choose(choice, context);
      case Statement.Match match -> match(match, context);
      case Statement.While loop -> loops.repeat(loop, context);
      case Statement.Break(var _, Span span) -> leaveLoop("break", span, context);
      case Statement.Continue(var _, Span span) -> leaveLoop("continue", span, context);
      case Statement.Try attempt -> loops.attempt(attempt, context);
      case Statement.Fail fail -> fail(fail);
      case Statement.Return back -> giveBack(back, context);
      case Statement.Scope(Block body, var _, var _) -> block(body, context);
      case Statement.Rollback(var _, Span span) -> notInFinally("rollback", span, context);
      case Statement.Commit(var _, Span span) -> notInFinally("commit", span, context);
      case Statement.Call call -> calls.call(call);
      case Statement.Start start -> calls.start(start);
    }
  }

  /// Gives a variable a value of a type, here and for the next walk.
  void assign(Name target, Type type) {
    if (!names.mayAssign(target)) {
      return;
    }
    Type bounded = TypeBounds.bounded(type);
    learned.merge(
        target.text(), bounded, (one, other) -> TypeBounds.bounded(Types.join(one, other)));
    flow.set(target.text(), new Fact(bounded, true));
  }

  /// Takes the names that a block assigns for what they may be at any point of it, at any time that
  /// it runs.
  void blur(Map<String, Name> names) {
    for (String name : names.keySet()) {
      Type type = known.get(name);
      if (type == null) {
        continue;
      }
      Optional<Fact> before = flow.find(name);
      flow.set(
          name,
          before
              .map(fact ->
                  new Fact(TypeBounds.bounded(Types.join(fact.type(), type)), fact.definite()))
              .orElseGet(() -> new Fact(type, false)));
    }
  }

  /// Walks one of several ways to go on, and takes its effects back.
  Flow.Path path(Runnable way) {
    int mark = flow.mark();
    boolean reachable = flow.reachable();
    way.run();
    return flow.takeBack(mark, reachable);
  }

  List<Type> collecting(Runnable body) {
    List<Type> mine = new ArrayList<>();
    yields.push(mine);
    body.run();
    return yields.pop();
  }

  /// Whether a `break` that can be reached ends the loop that `body` is of.
  boolean breaking(Runnable body) {
    breaks.push(new boolean[1]);
    body.run();
    return breaks.pop()[0];
  }

  private void choose(Statement.If choice, Context context) {
    List<Flow.Path> paths = new ArrayList<>();
    paths.add(
        path(() -> {
          int mark = flow.mark();
          for (Statement.Arm arm : choice.arms()) {
            Condition condition = expressions.condition(arm.condition());
            Map<String, Fact> carried = paths.size() < CARRYING_ARMS ? flow.since(mark) : Map.of();
            Flow.Path path =
                path(() -> {
                  Narrowing.apply(condition, true, flow);
                  block(arm.block(), context);
                });
            paths.add(path.on(carried));
            Narrowing.apply(condition, false, flow);
          }
          choice.otherwise().ifPresent(block -> block(block, context));
        }));
    flow.join(paths);
  }

  private void match(Statement.Match match, Context context) {
    expressions.type(match.subject());
    Cases cases = new Cases(report);
    List<Flow.Path> paths = new ArrayList<>();
    for (Statement.Case each : match.cases()) {
      for (Expr value : each.values()) {
        expressions.type(value);
        cases.add(value);
      }
      paths.add(path(() -> block(each.block(), context)));
    }
    match
        .otherwise()
        .ifPresentOrElse(
            block -> paths.add(path(() -> block(block, context))),
            () ->
                report.add(
                    Code.NO_ELSE
                        .at("a value that no case names fails 'NoMatch'", match.span())
                        .hint("add 'else { … }'")));
    flow.join(paths);
  }

  private void giveItem(Expr value, Span span, Context context) {
    Type type = expressions.type(value);
    if (context.items() == Context.Reach.NONE) {
      report.add(Code.MISPLACED, "'yield' can only stand in a 'for'", span);
    } else if (context.items() == Context.Reach.ACROSS) {
      report.add(Code.BRANCH_BORDER, "'yield' cannot leave the branch that it is in", span);
    }
    if (!yields.isEmpty()) {
      yields.peek().add(type);
    }
    notInFinally("yield", span, context);
    flow.leave();
  }

  private void leaveLoop(String word, Span span, Context context) {
    switch (context.loop()) {
      case NONE -> report.add(Code.MISPLACED, "'" + word + "' can only stand in a loop", span);
      case ACROSS ->
          report.add(
              Code.BRANCH_BORDER
                  .at("'" + word + "' cannot leave the branch that it is in", span)
                  .hint("end the branch with an 'if' around what follows"));
      case HERE -> {
        if (word.equals("break") && flow.reachable() && !breaks.isEmpty()) {
          breaks.peek()[0] = true;
        }
      }
    }
    notInFinally(word, span, context);
    flow.leave();
  }

  private void fail(Statement.Fail fail) {
    String name = fail.error().text();
    if (names.isCaught(name)) {
      names.markRead(name);
      if (fail.message().isPresent() || fail.data().isPresent()) {
        report.add(
            Code.MISPLACED
                .at("an error that is raised again keeps its message and data", fail.span())
                .hint("write 'fail " + name + "' alone"));
      }
    } else if (names.isVariable(name)) {
      names.markRead(name);
      report.add(
          Code.MISPLACED.at(
              "'" + name + "' is no error: 'fail' takes a name of an error, or a catch variable",
              fail.error().span()));
    } else {
      // The name of an error it could be as well, but hardly is meant to.
      names.over(fail.error()).ifPresent(report::add);
    }
    fail.message().ifPresent(message -> expressions.expect(message, Type.Simple.STRING));
    fail.data().ifPresent(expressions::type);
    flow.leave();
  }

  private void giveBack(Statement.Return back, Context context) {
    if (context.branch()) {
      report.add(
          Code.BRANCH_BORDER
              .at("'return' cannot leave the branch that it is in", back.span())
              .hint("assign a name and return after the branches"));
    }
    notInFinally("return", back.span(), context);
    if (back.value().isPresent()) {
      declared
          .output()
          .ifPresentOrElse(
              output -> expressions.expect(back.value().get(), output),
              () -> expressions.type(back.value().get()));
    } else if (declared.output().isPresent()
        && Types.fit(Type.Simple.NULL, declared.output().get()) != Types.Fit.FITS) {
      report.add(
          Code.MISSING_RETURN.at(
              "'return' gives no value, and 'output' declares one", back.span()));
    }
    flow.leave();
  }

  private void notInFinally(String word, Span span, Context context) {
    if (context.last()) {
      report.add(Code.MISPLACED, "'finally' may not contain '" + word + "'", span);
    }
  }
}
