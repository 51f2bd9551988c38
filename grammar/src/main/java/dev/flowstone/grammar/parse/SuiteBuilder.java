package dev.flowstone.grammar.parse;

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
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/// Makes the tree of a test file from what ANTLR has parsed without error.
final class SuiteBuilder {

  private final Problems problems;
  private final ExprBuilder exprs;
  private final PolicyBuilder policies;
  private final Comments comments;

  SuiteBuilder(Problems problems, ExprBuilder exprs, PolicyBuilder policies, Comments comments) {
    this.problems = problems;
    this.exprs = exprs;
    this.policies = policies;
    this.comments = comments;
  }

  Suite suite(FlowParser.SuiteContext context) {
    FlowParser.SuiteHeaderContext header = context.suiteHeader();
    Comments.Around around = comments.before(header).beside(header.getStop());
    Name workflow = qualified(header.qualifiedName());
    List<SuiteLine> lines = lines(context.suiteLines());
    List<String> closing = comments.closing(context.EOF().getSymbol());
    Span span = problems.span(header.getStart(), context.EOF().getSymbol());
    return new Suite(workflow, lines, closing, around.trivia(), span);
  }

  private List<SuiteLine> lines(FlowParser.SuiteLinesContext context) {
    List<SuiteLine> lines = new ArrayList<>();
    for (FlowParser.SuiteLineContext each : context.suiteLine()) {
      lines.add(line(each));
    }
    return lines;
  }

  private SuiteLine line(FlowParser.SuiteLineContext context) {
    Comments.Around around = comments.before(context);
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.CaseLineContext it -> {
        String title = exprs.plain(it.text());
        around.beside(it.LEFT_BRACE().getSymbol());
        List<SuiteLine> lines = lines(it.suiteLines());
        List<String> closing = comments.closing(it.RIGHT_BRACE().getSymbol());
        yield new SuiteLine.Case(title, lines, closing, end(around, it), span);
      }
      case FlowParser.NameLineContext it -> {
        Name target = exprs.name(it.NAME().getSymbol());
        Expr value = exprs.root(it.expr());
        yield new SuiteLine.Assign(target, value, end(around, it), span);
      }
      case FlowParser.InputLineContext it ->
          new SuiteLine.Input(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.ClockLineContext it ->
          new SuiteLine.Clock(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.GivenLineContext it -> given(it, around, span);
      case FlowParser.HappeningLineContext it ->
          new SuiteLine.Happening(
              Optional.ofNullable(it.DURATION()).map(policies::duration),
              incident(it.incident()),
              Optional.ofNullable(it.qualifiedName()).map(this::qualified),
              it.REFUSED() != null,
              end(around, it),
              span);
      case FlowParser.ExpectLineContext it ->
          new SuiteLine.Expect(expectation(it.expectation()), end(around, it), span);
      default -> throw new IllegalStateException("unknown line " + context.getClass());
    };
  }

  private static Trivia end(Comments.Around around, ParserRuleContext context) {
    return around.beside(context.getStop()).trivia();
  }

  private SuiteLine given(FlowParser.GivenLineContext context, Comments.Around around, Span span) {
    return new SuiteLine.Given(
        context.WORKFLOW() != null,
        qualified(context.qualifiedName()),
        optional(context.expr()),
        context.behaviour().stream().map(this::behaviour).toList(),
        end(around, context),
        span);
  }

  private Behaviour behaviour(FlowParser.BehaviourContext context) {
    Optional<DurationText> after = Optional.empty();
    Optional<RetryPolicyExpr.Whole> times = Optional.empty();
    for (FlowParser.BehaviourPartContext part : context.behaviourPart()) {
      boolean again = part.AFTER() != null ? after.isPresent() : times.isPresent();
      if (again) {
        String word = part.AFTER() != null ? "after" : "times";
        problems.add(Code.DUPLICATE_PART, "'" + word + "' is there twice", problems.span(part));
      } else if (part.AFTER() != null) {
        after = Optional.of(policies.duration(part.DURATION()));
      } else {
        times = Optional.of(times(part, part.NUMBER()));
      }
    }
    return new Behaviour(reaction(context.reaction()), after, times, problems.span(context));
  }

  /// `3 times` or `once`.
  private RetryPolicyExpr.Whole times(ParserRuleContext context, @Nullable TerminalNode number) {
    int count = number == null ? 1 : policies.count(number, "the number of calls");
    return new RetryPolicyExpr.Whole(count, problems.span(context));
  }

  private Reaction reaction(FlowParser.ReactionContext context) {
    return switch (context) {
      case FlowParser.ReturnsReactionContext it -> new Reaction.Returns(exprs.root(it.expr()));
      case FlowParser.FailsReactionContext it ->
          new Reaction.Fails(it.PERMANENTLY() != null, failing(it.failing()));
      case FlowParser.RealReactionContext _ -> new Reaction.Real();
      case FlowParser.HangsReactionContext _ -> new Reaction.Hangs();
      case FlowParser.CrashesReactionContext _ -> new Reaction.Crashes();
      default -> throw new IllegalStateException("unknown reaction " + context.getClass());
    };
  }

  private Failing failing(FlowParser.FailingContext context) {
    return new Failing(
        exprs.name(context.word()), message(context.failMessage()), optional(context.expr()));
  }

  private Optional<Expr> message(FlowParser.@Nullable FailMessageContext context) {
    if (context == null) {
      return Optional.empty();
    }
    return Optional.of(
        context.text() != null ? exprs.root(context.text()) : exprs.root(context.expr()));
  }

  private Optional<Expr> optional(FlowParser.@Nullable ExprContext context) {
    return Optional.ofNullable(context).map(exprs::root);
  }

  private Incident incident(FlowParser.IncidentContext context) {
    return switch (context) {
      case FlowParser.SignalIncidentContext it ->
          new Incident.Signal(exprs.name(it.word()), optional(it.expr()));
      case FlowParser.CallbackIncidentContext it ->
          new Incident.Callback(exprs.name(it.word()), answer(it));
      case FlowParser.CancelIncidentContext it -> new Incident.Cancel(message(it.failMessage()));
      case FlowParser.TerminateIncidentContext it ->
          new Incident.Terminate(message(it.failMessage()));
      case FlowParser.RedriveIncidentContext _ -> new Incident.Redrive();
      case FlowParser.PauseIncidentContext _ -> new Incident.Pause();
      case FlowParser.ResumeIncidentContext _ -> new Incident.Resume();
      case FlowParser.CrashIncidentContext _ -> new Incident.Crash();
      default -> throw new IllegalStateException("unknown incident " + context.getClass());
    };
  }

  private Answer answer(FlowParser.CallbackIncidentContext context) {
    if (context.failing() != null) {
      return new Answer.Fails(failing(context.failing()));
    }
    return context.HEARTBEAT() != null
        ? new Answer.Beats()
        : new Answer.Completes(optional(context.expr()));
  }

  private Expectation expectation(FlowParser.ExpectationContext context) {
    return switch (context) {
      case FlowParser.ResultExpectationContext it ->
          new Expectation.Result(it.INCLUDES() != null, exprs.root(it.expr()));
      case FlowParser.ErrorExpectationContext it -> new Expectation.Error(failing(it.failing()));
      case FlowParser.StatusExpectationContext it -> new Expectation.Status(exprs.name(it.word()));
      case FlowParser.StepsExpectationContext it ->
          new Expectation.Steps(handlers(it.handlerList()), problems.span(it.handlerList()));
      case FlowParser.UndoneExpectationContext it ->
          new Expectation.Undone(handlers(it.handlerList()), problems.span(it.handlerList()));
      case FlowParser.TimeExpectationContext it -> {
        DurationText from = policies.duration(it.DURATION(0));
        yield new Expectation.Time(
            from, it.RANGE() == null ? from : policies.duration(it.DURATION(1)));
      }
      case FlowParser.ThatExpectationContext it -> new Expectation.That(exprs.root(it.expr()));
      case FlowParser.CalledExpectationContext it -> called(it);
      default -> throw new IllegalStateException("unknown expectation " + context.getClass());
    };
  }

  private Expectation called(FlowParser.CalledExpectationContext context) {
    Optional<RetryPolicyExpr.Whole> times = Optional.empty();
    if (context.NEVER() != null) {
      Span span = problems.span(context.NEVER().getSymbol());
      times = Optional.of(new RetryPolicyExpr.Whole(0, span));
    } else if (context.NUMBER() != null || context.ONCE() != null) {
      times = Optional.of(times(context, context.NUMBER()));
    }
    return new Expectation.Called(
        context.WORKFLOW() != null,
        qualified(context.qualifiedName()),
        times,
        optional(context.expr()));
  }

  private List<Name> handlers(FlowParser.HandlerListContext context) {
    List<Name> names = new ArrayList<>();
    for (FlowParser.ListedContext each : context.listed()) {
      names.add(
          each.RANGE() != null
              ? new Name(Expectation.OTHERS, problems.span(each))
              : qualified(each.qualifiedName()));
    }
    return names;
  }

  private Name qualified(FlowParser.QualifiedNameContext context) {
    return new Name(context.getText(), problems.span(context));
  }
}
