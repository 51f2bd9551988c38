package dev.flowstone.grammar.generate;

import static dev.flowstone.grammar.generate.RandomWorkflows.name;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Behaviour;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.ast.SuiteLine.Reaction;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Whole test files at random, with every line, as a front end could have made them. They mean
/// nothing: names are not defined.
public final class RandomSuites {

  private static final List<String> HANDLERS =
      List.of("payments.charge", "status.result", "test", "given.expect.called", "a");
  private static final List<String> WORDS =
      List.of("result", "times", "expect", "given", "includes", "x", "status", "of", "refused");

  private final Random random;
  private final RandomExprs exprs;
  private final RandomWorkflows parts;

  public RandomSuites(long seed, boolean comments) {
    this.random = new Random(seed);
    this.exprs = new RandomExprs(random);
    this.parts = new RandomWorkflows(seed * 31 + 7, comments);
  }

  public Suite suite() {
    List<SuiteLine> lines = new ArrayList<>(exprs.list(4, _ -> line()));
    lines.addAll(exprs.list(3, _ -> test()));
    return new Suite(name("w.some_name"), lines, parts.comments(), parts.trivia(), Span.NONE);
  }

  private SuiteLine test() {
    return new SuiteLine.Case(
        exprs.text().value(),
        exprs.list(6, _ -> line()),
        parts.comments(),
        parts.trivia(),
        Span.NONE);
  }

  private SuiteLine line() {
    Trivia trivia = parts.trivia();
    return switch (random.nextInt(6)) {
      case 0 -> new SuiteLine.Assign(name(exprs.one(WORDS)), expr(), trivia, Span.NONE);
      case 1 ->
          random.nextBoolean()
              ? new SuiteLine.Input(expr(), trivia, Span.NONE)
              : new SuiteLine.Clock(expr(), trivia, Span.NONE);
      case 2 ->
          new SuiteLine.Given(
              random.nextBoolean(),
              handler(),
              parts.maybe(expr()),
              behaviours(),
              trivia,
              Span.NONE);
      case 3 ->
          new SuiteLine.Happening(
              parts.maybe(duration()),
              incident(),
              random.nextInt(3) == 0 ? Optional.of(handler()) : Optional.empty(),
              random.nextBoolean(),
              trivia,
              Span.NONE);
      default -> new SuiteLine.Expect(expectation(), trivia, Span.NONE);
    };
  }

  private Expr expr() {
    return random.nextInt(4) == 0
        ? new Expr.Variable(name(exprs.one(WORDS)), Span.NONE)
        : exprs.expr(3);
  }

  private DurationText duration() {
    return exprs.duration();
  }

  private Name handler() {
    return name(exprs.one(HANDLERS));
  }

  private RetryPolicyExpr.Whole times(int least) {
    return new RetryPolicyExpr.Whole(least + random.nextInt(3), Span.NONE);
  }

  private List<Behaviour> behaviours() {
    List<Behaviour> all = new ArrayList<>(List.of(behaviour()));
    all.addAll(exprs.list(3, _ -> behaviour()));
    return all;
  }

  private Behaviour behaviour() {
    return new Behaviour(reaction(), parts.maybe(duration()), parts.maybe(times(1)), Span.NONE);
  }

  private Reaction reaction() {
    return switch (random.nextInt(5)) {
      case 0 -> new Reaction.Returns(expr());
      case 1 -> new Reaction.Fails(random.nextBoolean(), failing());
      case 2 -> new Reaction.Real();
      case 3 -> new Reaction.Hangs();
      default -> new Reaction.Crashes();
    };
  }

  private Failing failing() {
    return new Failing(parts.error(), message(), parts.maybe(expr()));
  }

  private Optional<Expr> message() {
    return parts.maybe(random.nextBoolean() ? exprs.message(2) : expr());
  }

  private Incident incident() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Incident.Signal(name(exprs.one(WORDS)), parts.maybe(expr()));
      case 2 -> new Incident.Callback(name(exprs.one(WORDS)), answer());
      case 3 -> new Incident.Cancel(message());
      case 4 -> new Incident.Terminate(message());
      case 5 -> new Incident.Redrive();
      case 6 -> random.nextBoolean() ? new Incident.Pause() : new Incident.Resume();
      default -> new Incident.Crash();
    };
  }

  private Answer answer() {
    return switch (random.nextInt(3)) {
      case 0 -> new Answer.Completes(parts.maybe(expr()));
      case 1 -> new Answer.Fails(failing());
      default -> new Answer.Beats();
    };
  }

  private Expectation expectation() {
    return switch (random.nextInt(8)) {
      case 0 -> new Expectation.Result(random.nextBoolean(), expr());
      case 1 -> new Expectation.Error(failing());
      case 2 -> new Expectation.Status(name("timed_out"));
      case 3 -> new Expectation.Steps(handlers(), Span.NONE);
      case 4 -> new Expectation.Undone(handlers(), Span.NONE);
      case 5 -> {
        DurationText from = duration();
        yield new Expectation.Time(from, random.nextBoolean() ? from : duration());
      }
      case 6 -> new Expectation.That(expr());
      default ->
          new Expectation.Called(
              random.nextBoolean(), handler(), parts.maybe(times(0)), parts.maybe(expr()));
    };
  }

  private List<Name> handlers() {
    return exprs.list(4, _ -> random.nextInt(3) == 0 ? name(Expectation.OTHERS) : handler());
  }
}
