package dev.flowstone.grammar.generate;

import static dev.flowstone.grammar.generate.RandomWorkflows.name;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// Statements at random, of every kind.
final class RandomStatements {

  private static final int EXPR_DEPTH = 4;

  private final Random random;
  private final RandomExprs exprs;
  private final RandomWorkflows parts;

  RandomStatements(Random random, RandomExprs exprs, RandomWorkflows parts) {
    this.random = random;
    this.exprs = exprs;
    this.parts = parts;
  }

  Block block(int depth, int bound) {
    return new Block(exprs.list(bound, _ -> statement(depth)), parts.comments(), Span.NONE);
  }

  private Block block(int depth) {
    return block(depth - 1, 4);
  }

  Statement statement(int depth) {
    return depth <= 1 || random.nextInt(3) > 0 ? simple() : compound(depth);
  }

  private Statement simple() {
    Trivia trivia = parts.trivia();
    return switch (random.nextInt(15)) {
      case 0 -> new Statement.Assign(exprs.variable(), expr(), trivia, Span.NONE);
      case 1, 2, 3 ->
          new Statement.Step(target(), invocation(), stepClauses(true), trivia, Span.NONE);
      case 4 -> new Statement.Wait(expr(), trivia, Span.NONE);
      case 5 -> new Statement.WaitUntil(expr(), trivia, Span.NONE);
      case 6 -> new Statement.Poll(target(), invocation(), pollClauses(), trivia, Span.NONE);
      case 7 -> new Statement.Yield(expr(), trivia, Span.NONE);
      case 8 -> new Statement.Break(trivia, Span.NONE);
      case 9 -> new Statement.Continue(trivia, Span.NONE);
      case 10 ->
          new Statement.Fail(parts.error(), message(), parts.maybe(expr()), trivia, Span.NONE);
      case 11 -> new Statement.Return(parts.maybe(expr()), trivia, Span.NONE);
      case 12 ->
          random.nextBoolean()
              ? new Statement.Rollback(trivia, Span.NONE)
              : new Statement.Commit(trivia, Span.NONE);
      case 13 -> new Statement.Call(target(), invocation(), callClauses(), trivia, Span.NONE);
      default -> new Statement.Start(target(), invocation(), trivia, Span.NONE);
    };
  }

  private Statement compound(int depth) {
    Trivia trivia = parts.trivia();
    return switch (random.nextInt(8)) {
      case 0 ->
          new Statement.Parallel(target(), bound(), join(), branches(depth), trivia, Span.NONE);
      case 1 ->
          new Statement.For(
              target(), exprs.variable(), expr(), bound(), join(), block(depth), trivia, Span.NONE);
      case 2 -> ifElse(depth, trivia);
      case 3 -> match(depth, trivia);
      case 4 ->
          new Statement.While(expr(), 1 + random.nextInt(50), block(depth), trivia, Span.NONE);
      case 5 -> attempt(depth, trivia);
      case 6 -> new Statement.Scope(block(depth), trivia, Span.NONE);
      default ->
          new Statement.WaitFor(target(), name("approval"), waitClauses(depth), trivia, Span.NONE);
    };
  }

  private Expr expr() {
    return exprs.expr(1 + random.nextInt(EXPR_DEPTH));
  }

  private Optional<Name> target() {
    return parts.maybe(exprs.variable());
  }

  private Optional<Expr> message() {
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(expr());
      default -> Optional.of(exprs.message(3));
    };
  }

  private OptionalInt bound() {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(20));
  }

  private Join join() {
    return switch (random.nextInt(5)) {
      case 0 -> new Join.Settle(Span.NONE);
      case 1 -> new Join.First(1 + random.nextInt(5), Span.NONE);
      case 2 -> new Join.Tolerate(random.nextInt(5), false, Span.NONE);
      case 3 -> new Join.Tolerate(random.nextInt(200) / 2.0, true, Span.NONE);
      default -> new Join.All(Span.NONE);
    };
  }

  private Invocation invocation() {
    List<Invocation.Argument> arguments =
        exprs.distinct(
            4,
            _ -> new Invocation.Argument(exprs.field(), expr(), parts.trivia(), Span.NONE),
            argument -> argument.name().text());
    return new Invocation(
        name(random.nextBoolean() ? "orders.validate" : "log"), arguments, Span.NONE);
  }

  private List<Clause> stepClauses(boolean outer) {
    List<Clause> clauses = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      clauses.add(parts.retry(true));
    }
    if (random.nextInt(4) == 0) {
      clauses.add(new Clause.AtMostOnce(parts.trivia(), Span.NONE));
    }
    if (random.nextInt(3) == 0) {
      clauses.add(parts.timeout(true));
    }
    if (random.nextInt(4) == 0) {
      clauses.add(new Clause.Heartbeat(exprs.duration(), parts.trivia(), Span.NONE));
    }
    if (outer && random.nextInt(3) == 0) {
      clauses.add(
          new Clause.Compensate(invocation(), stepClauses(false), parts.trivia(), Span.NONE));
    }
    return clauses;
  }

  private List<Clause> pollClauses() {
    List<Clause> clauses = new ArrayList<>();
    clauses.add(new Clause.Every(expr(), parts.trivia(), Span.NONE));
    clauses.add(new Clause.Until(expr(), parts.trivia(), Span.NONE));
    clauses.add(new Clause.Timeout(expr(), parts.trivia(), Span.NONE));
    return clauses;
  }

  private List<Clause> callClauses() {
    List<Clause> clauses = new ArrayList<>();
    if (random.nextBoolean()) {
      clauses.add(new Clause.Timeout(expr(), parts.trivia(), Span.NONE));
    }
    if (random.nextInt(3) == 0) {
      clauses.add(
          new Clause.Compensate(invocation(), stepClauses(false), parts.trivia(), Span.NONE));
    }
    return clauses;
  }

  private List<Clause> waitClauses(int depth) {
    List<Clause> clauses = new ArrayList<>();
    clauses.add(new Clause.Timeout(expr(), parts.trivia(), Span.NONE));
    if (random.nextInt(3) == 0) {
      clauses.add(new Clause.Heartbeat(exprs.duration(), parts.trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      clauses.add(new Clause.Notify(invocation(), stepClauses(false), parts.trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      clauses.add(new Clause.OnTimeout(block(depth), parts.trivia(), Span.NONE));
    }
    return clauses;
  }

  private List<Statement.Branch> branches(int depth) {
    return exprs.list(
        4,
        _ -> {
          if (random.nextBoolean()) {
            return new Statement.Branch(true, block(depth), parts.trivia(), Span.NONE);
          }
          Block lone = new Block(List.of(statement(depth - 1)), List.of(), Span.NONE);
          return new Statement.Branch(false, lone, Trivia.NONE, Span.NONE);
        });
  }

  private Statement ifElse(int depth, Trivia trivia) {
    List<Statement.Arm> arms = new ArrayList<>();
    arms.add(new Statement.Arm(expr(), block(depth), Span.NONE));
    arms.addAll(exprs.list(3, _ -> new Statement.Arm(expr(), block(depth), Span.NONE)));
    return new Statement.If(arms, parts.maybe(block(depth)), trivia, Span.NONE);
  }

  private Statement match(int depth, Trivia trivia) {
    List<Statement.Case> cases = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<Expr> values = new ArrayList<>(exprs.list(3, _ -> expr()));
      values.add(expr());
      cases.add(new Statement.Case(values, block(depth), parts.trivia(), Span.NONE));
    }
    return new Statement.Match(expr(), cases, parts.maybe(block(depth)), trivia, Span.NONE);
  }

  private Statement attempt(int depth, Trivia trivia) {
    List<Statement.Catch> catches = new ArrayList<>();
    catches.add(oneCatch(depth));
    catches.addAll(exprs.list(2, _ -> oneCatch(depth)));
    return new Statement.Try(block(depth), catches, parts.maybe(block(depth)), trivia, Span.NONE);
  }

  private Statement.Catch oneCatch(int depth) {
    return new Statement.Catch(
        exprs.list(3, _ -> parts.error()),
        parts.maybe(exprs.variable()),
        block(depth),
        parts.trivia(),
        Span.NONE);
  }
}
