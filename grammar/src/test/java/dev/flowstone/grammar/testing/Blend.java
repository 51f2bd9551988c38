package dev.flowstone.grammar.testing;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Trees that nobody wrote: the parts of real ones, put together at random. Names collide, clauses
/// stand where no front end would put them, blocks turn up in each other; each tree comes from its
/// seed alone.
public final class Blend {

  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "x",
          "order",
          "item",
          "e",
          "input",
          "run",
          "callback",
          "step",
          "",
          "a b",
          "é",
          "Oops",
          "null");

  private final List<Declaration> declarations = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final List<Clause> clauses = new ArrayList<>();
  private final List<Expr> exprs = new ArrayList<>();

  /// A blender of all parts of these workflows.
  public Blend(List<Workflow> sources) {
    for (Workflow source : sources) {
      declarations.addAll(source.declarations());
      gather(source.body());
    }
  }

  public Workflow workflow(long seed) {
    Random random = new Random(seed);
    List<Declaration> some = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      some.add(pick(declarations, random));
    }
    return new Workflow(
        name(new Name("w", Span.NONE), random),
        some,
        block(3, random),
        Trivia.NONE,
        new Span(0, 9));
  }

  private static <T> T pick(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private void gather(Block block) {
    for (Statement statement : block.statements()) {
      statements.add(statement);
      switch (statement) {
        case Statement.Assign assign -> exprs.add(assign.value());
        case Statement.Step step -> gather(step.call(), step.clauses());
        case Statement.WaitFor wait -> clauses.addAll(wait.clauses());
        case Statement.Poll poll -> gather(poll.call(), poll.clauses());
        case Statement.Parallel it -> it.branches().forEach(branch -> gather(branch.block()));
        case Statement.For loop -> {
          exprs.add(loop.items());
          gather(loop.body());
        }
        case Statement.If choice -> {
          choice.arms().forEach(arm -> exprs.add(arm.condition()));
          choice.arms().forEach(arm -> gather(arm.block()));
          choice.otherwise().ifPresent(this::gather);
        }
        case Statement.Match match -> {
          match.cases().forEach(each -> gather(each.block()));
          match.otherwise().ifPresent(this::gather);
        }
        case Statement.While loop -> {
          exprs.add(loop.condition());
          gather(loop.body());
        }
        case Statement.Try attempt -> {
          gather(attempt.body());
          attempt.catches().forEach(each -> gather(each.block()));
          attempt.last().ifPresent(this::gather);
        }
        case Statement.Return back -> back.value().ifPresent(exprs::add);
        case Statement.Scope scope -> gather(scope.body());
        case Statement.Call call -> gather(call.call(), call.clauses());
        case Statement.Wait _,
            Statement.WaitUntil _,
            Statement.Yield _,
            Statement.Break _,
            Statement.Continue _,
            Statement.Fail _,
            Statement.Rollback _,
            Statement.Commit _,
            Statement.Start _ -> {}
      }
    }
  }

  private void gather(Invocation call, List<Clause> all) {
    call.arguments().forEach(argument -> exprs.add(argument.value()));
    clauses.addAll(all);
  }

  private Block block(int depth, Random random) {
    List<Statement> some = new ArrayList<>();
    for (int i = random.nextInt(depth == 3 ? 8 : 4); i > 0; i--) {
      some.add(blended(pick(statements, random), depth, random));
    }
    return new Block(some, List.of(), new Span(0, 9));
  }

  private Optional<Block> block(Optional<Block> block, int depth, Random random) {
    return block.map(_ -> block(depth, random));
  }

  private Name name(Name name, Random random) {
    return random.nextInt(3) == 0 ? new Name(pick(NAMES, random), name.span()) : name;
  }

  private Optional<Name> name(Optional<Name> name, Random random) {
    return name.map(it -> name(it, random));
  }

  private Expr expr(Expr expr, Random random) {
    return random.nextInt(3) == 0 ? pick(exprs, random) : expr;
  }

  private List<Clause> clauses(List<Clause> own, Random random) {
    List<Clause> some = new ArrayList<>(own);
    if (random.nextInt(3) == 0) {
      some.add(pick(clauses, random));
    }
    some.removeIf(_ -> random.nextInt(5) == 0);
    return some;
  }

  private Statement blended(Statement statement, int depth, Random random) {
    int inner = depth - 1;
    if (inner < 0) {
      return statement;
    }
    return switch (statement) {
      case Statement.Assign it ->
          new Statement.Assign(
              name(it.target(), random), expr(it.value(), random), it.trivia(), it.span());
      case Statement.Step it ->
          new Statement.Step(
              name(it.target(), random),
              it.call(),
              clauses(it.clauses(), random),
              it.trivia(),
              it.span());
      case Statement.WaitFor it ->
          new Statement.WaitFor(
              name(it.target(), random),
              name(it.signal(), random),
              clauses(it.clauses(), random),
              it.trivia(),
              it.span());
      case Statement.Poll it ->
          new Statement.Poll(
              name(it.target(), random),
              it.call(),
              clauses(it.clauses(), random),
              it.trivia(),
              it.span());
      case Statement.Parallel it ->
          new Statement.Parallel(
              name(it.target(), random),
              it.max(),
              it.join(),
              it.branches().stream()
                  .map(each ->
                      new Statement.Branch(
                          each.group(), block(inner, random), each.trivia(), each.span()))
                  .toList(),
              it.trivia(),
              it.span());
      case Statement.For it ->
          new Statement.For(
              name(it.target(), random),
              name(it.item(), random),
              expr(it.items(), random),
              it.parallel(),
              it.join(),
              block(inner, random),
              it.trivia(),
              it.span());
      case Statement.If it ->
          new Statement.If(
              it.arms().stream()
                  .map(arm ->
                      new Statement.Arm(
                          expr(arm.condition(), random), block(inner, random), arm.span()))
                  .toList(),
              block(it.otherwise(), inner, random),
              it.trivia(),
              it.span());
      case Statement.Match it ->
          new Statement.Match(
              expr(it.subject(), random),
              it.cases().stream()
                  .map(each ->
                      new Statement.Case(
                          each.values(), block(inner, random), each.trivia(), each.span()))
                  .toList(),
              block(it.otherwise(), inner, random),
              it.trivia(),
              it.span());
      case Statement.While it ->
          new Statement.While(
              expr(it.condition(), random),
              random.nextInt(4) - 1,
              block(inner, random),
              it.trivia(),
              it.span());
      case Statement.Try it ->
          new Statement.Try(
              block(inner, random),
              it.catches().stream()
                  .map(each ->
                      new Statement.Catch(
                          each.errors(),
                          name(each.variable(), random),
                          block(inner, random),
                          each.trivia(),
                          each.span()))
                  .toList(),
              block(it.last(), inner, random),
              it.trivia(),
              it.span());
      case Statement.Fail it ->
          new Statement.Fail(
              name(it.error(), random), it.message(), it.data(), it.trivia(), it.span());
      case Statement.Return it ->
          new Statement.Return(
              it.value().map(value -> expr(value, random)), it.trivia(), it.span());
      case Statement.Scope it -> new Statement.Scope(block(inner, random), it.trivia(), it.span());
      case Statement.Call it ->
          new Statement.Call(
              name(it.target(), random),
              it.call(),
              clauses(it.clauses(), random),
              it.trivia(),
              it.span());
      case Statement.Start it ->
          new Statement.Start(name(it.target(), random), it.call(), it.trivia(), it.span());
      case Statement.Wait _,
          Statement.WaitUntil _,
          Statement.Yield _,
          Statement.Break _,
          Statement.Continue _,
          Statement.Rollback _,
          Statement.Commit _ ->
          statement;
    };
  }
}
