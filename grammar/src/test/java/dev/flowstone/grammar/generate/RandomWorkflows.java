package dev.flowstone.grammar.generate;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Whole workflows at random, with every construct, as a front end could have made them: clauses in
/// canonical order, every place with comments and empty lines at times. They mean nothing: names
/// are not defined.
public final class RandomWorkflows {

  private static final List<String> COMMENTS =
      List.of(
          "why",
          "",
          "  indented",
          "# twice",
          "with \"quotes\" and ${x}",
          "\u00fcber: a; b",
          "workflow x");
  private static final List<String> TYPES =
      List.of("string", "int", "any", "Address", "signal", "duration");
  private static final List<String> JITTERS = List.of("none", "full", "half");
  private static final List<String> ERRORS =
      List.of("CardDeclined", "Timeout", "at", "retry", "E_1");

  private final Random random;
  private final boolean comments;
  private final RandomExprs exprs;
  private final RandomStatements statements;

  /// One generator for each seed; without `comments`, no node has any trivia.
  public RandomWorkflows(long seed, boolean comments) {
    this.random = new Random(seed);
    this.comments = comments;
    this.exprs = new RandomExprs(random);
    this.statements = new RandomStatements(random, exprs, this);
  }

  public Workflow workflow() {
    List<Declaration> declarations = declarations();
    Block body = statements.block(3, 6);
    return new Workflow(
        new Name("w.some_name", Span.NONE), declarations, body, trivia(), Span.NONE);
  }

  private List<Declaration> declarations() {
    List<Declaration> all = new ArrayList<>();
    if (random.nextBoolean()) {
      all.add(new Declaration.Input(fields(true, 2), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      all.add(new Declaration.Output(type(2), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      all.add(new Declaration.NamedType(name("Address"), type(2), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      all.add(new Declaration.Timeout(exprs.duration(), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      all.add(new Declaration.Retry(name("steady"), policy(), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      all.add(new Declaration.Signal(name("approval"), type(2), trivia(), Span.NONE));
    }
    if (random.nextBoolean()) {
      Clause clause = random.nextBoolean() ? retry(false) : timeout(false);
      all.add(new Declaration.Default(clause, trivia(), Span.NONE));
    }
    return all;
  }

  TypeExpr type(int depth) {
    if (depth == 0) {
      return new TypeExpr.Named(name(exprs.one(TYPES)), Span.NONE);
    }
    return switch (random.nextInt(5)) {
      case 0 -> new TypeExpr.ListOf(type(depth - 1), Span.NONE);
      case 1 -> new TypeExpr.MapOf(type(depth - 1), Span.NONE);
      case 2 -> new TypeExpr.Record(fields(false, depth - 1), Span.NONE);
      case 3 -> {
        TypeExpr inner = type(depth - 1);
        yield inner instanceof TypeExpr.Nullable ? inner : new TypeExpr.Nullable(inner, Span.NONE);
      }
      default -> type(0);
    };
  }

  private List<TypeExpr.Field> fields(boolean defaults, int depth) {
    return exprs.distinct(
        4,
        _ ->
            new TypeExpr.Field(
                exprs.field(),
                random.nextInt(3) == 0,
                type(depth),
                defaults && random.nextInt(3) == 0 ? Optional.of(literal()) : Optional.empty(),
                defaults ? trivia() : Trivia.NONE,
                Span.NONE),
        field -> field.name().text());
  }

  private Expr literal() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Expr.Unary(Expr.UnaryOperator.NEGATE, new Expr.Number("5", Span.NONE), Span.NONE);
      case 1 -> exprs.text();
      case 2 ->
          new Expr.ListLiteral(
              List.of(new Expr.Element(false, new Expr.Number("1", Span.NONE), Span.NONE)),
              Span.NONE);
      default -> new Expr.Duration(exprs.duration(), Span.NONE);
    };
  }

  RetryPolicyExpr policy() {
    return new RetryPolicyExpr(
        Optional.of(new RetryPolicyExpr.Whole(1 + random.nextInt(9), Span.NONE)),
        maybe(new RetryPolicyExpr.Backoff(exprs.duration(), exprs.duration(), Span.NONE)),
        maybe(new RetryPolicyExpr.Factor(1.5, "1.5", Span.NONE)),
        maybe(name(exprs.one(JITTERS))),
        maybe(exprs.duration()),
        random.nextBoolean() ? List.of() : List.of(error(), error()),
        random.nextBoolean() ? List.of() : List.of(error()),
        Span.NONE);
  }

  Clause.Retry retry(boolean commented) {
    Trivia trivia = commented ? trivia() : Trivia.NONE;
    return random.nextBoolean()
        ? new Clause.Retry(Optional.of(name("steady")), Optional.empty(), trivia, Span.NONE)
        : new Clause.Retry(Optional.empty(), Optional.of(policy()), trivia, Span.NONE);
  }

  Clause.Timeout timeout(boolean commented) {
    return new Clause.Timeout(
        new Expr.Duration(exprs.duration(), Span.NONE),
        commented ? trivia() : Trivia.NONE,
        Span.NONE);
  }

  Name error() {
    return name(exprs.one(ERRORS));
  }

  static Name name(String text) {
    return new Name(text, Span.NONE);
  }

  <T> Optional<T> maybe(T value) {
    return random.nextBoolean() ? Optional.of(value) : Optional.empty();
  }

  /// Comments and an empty line, at times.
  Trivia trivia() {
    if (!comments || random.nextInt(3) > 0) {
      return Trivia.NONE;
    }
    return new Trivia(random.nextBoolean(), comments(), maybe(exprs.one(COMMENTS)));
  }

  List<String> comments() {
    return comments && random.nextInt(4) == 0 ? exprs.list(3, _ -> exprs.one(COMMENTS)) : List.of();
  }

  /// Any statement, to be put into a workflow.
  public Statement statement(int depth) {
    return statements.statement(depth);
  }
}
