package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.ClauseOwner;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;

/// Makes invocations and clauses of the syntax tree, and says which clause does not belong or is
/// there twice.
final class ClauseBuilder {

  private final Problems problems;
  private final ExprBuilder exprs;
  private final TypeBuilder types;
  private final PolicyBuilder policies;
  private final Comments comments;
  private final Function<FlowParser.BlockContext, Block> blocks;

  ClauseBuilder(
      Problems problems,
      ExprBuilder exprs,
      TypeBuilder types,
      PolicyBuilder policies,
      Comments comments,
      Function<FlowParser.BlockContext, Block> blocks) {
    this.problems = problems;
    this.exprs = exprs;
    this.types = types;
    this.policies = policies;
    this.comments = comments;
    this.blocks = blocks;
  }

  Invocation invocation(FlowParser.InvocationContext context) {
    Name target =
        new Name(context.qualifiedName().getText(), problems.span(context.qualifiedName()));
    int end = context.RIGHT_PAREN().getSymbol().getStartIndex();
    List<Invocation.Argument> arguments = new ArrayList<>();
    for (FlowParser.ArgumentContext argument : context.argument()) {
      arguments.add(argument(argument, end));
    }
    return new Invocation(target, arguments, problems.span(context));
  }

  private Invocation.Argument argument(FlowParser.ArgumentContext context, int end) {
    Comments.Around around = comments.before(context);
    Name name = types.fieldName(context.fieldName());
    Expr value = exprs.root(context.expr());
    Trivia trivia = around.besideEntry(context.getStop(), end).trivia();
    return new Invocation.Argument(name, value, trivia, problems.span(context));
  }

  /// The clauses of a construct in canonical order, without those that do not belong to it.
  List<Clause> clauses(ClauseOwner owner, List<FlowParser.ClauseContext> contexts) {
    List<Clause> clauses = new ArrayList<>();
    for (FlowParser.ClauseContext context : contexts) {
      Clause clause = clause((ParserRuleContext) context.getChild(0));
      if (!owner.allows(clause)) {
        misplaced(owner, clause, problems.span(context));
        continue;
      }
      Optional<? extends Clause> before = Clause.find(clauses, clause.getClass());
      if (before.isPresent()) {
        twice(owner, clause, before.get().span());
        continue;
      }
      checkTimeout(owner, clause);
      clauses.add(clause);
    }
    clauses.sort(Comparator.comparingInt(Clause::order));
    return clauses;
  }

  private void misplaced(ClauseOwner owner, Clause clause, Span span) {
    String belongs =
        Arrays.stream(ClauseOwner.values())
            .filter(other -> other.allows(clause))
            .map(ClauseOwner::title)
            .distinct()
            .collect(Collectors.joining(", "));
    problems.add(
        Code.MISPLACED_PART,
        "'" + ClauseOwner.title(clause) + "' does not belong to '" + owner.title() + "'",
        span,
        Optional.of("it belongs to: " + belongs));
  }

  private void twice(ClauseOwner owner, Clause clause, Span first) {
    String message =
        "'" + owner.title() + "' has the clause '" + ClauseOwner.title(clause) + "' twice";
    problems.add(
        Code.DUPLICATE_PART.at(message, clause.span()).related("the first is here", first));
  }

  void checkTimeout(ClauseOwner owner, Clause clause) {
    if (clause instanceof Clause.Timeout timeout
        && !owner.computesTimeout()
        && !(timeout.duration() instanceof Expr.Duration)) {
      problems.add(
          Code.UNEXPECTED,
          "the timeout of a step is a literal duration such as 30s",
          timeout.duration().span());
    }
  }

  /// One clause from the context of its own rule, such as `timeoutClause`.
  Clause clause(ParserRuleContext context) {
    Comments.Around around = comments.before(context);
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.RetryClauseContext it -> retry(it, around, span);
      case FlowParser.MostOnceClauseContext it -> new Clause.AtMostOnce(end(around, it), span);
      case FlowParser.EveryClauseContext it ->
          new Clause.Every(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.UntilClauseContext it ->
          new Clause.Until(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.TimeoutClauseContext it ->
          new Clause.Timeout(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.HeartbeatClauseContext it ->
          new Clause.Heartbeat(policies.duration(it.DURATION()), end(around, it), span);
      case FlowParser.NotifyClauseContext it -> {
        Action action = action(it.action(), around);
        yield new Clause.Notify(action.call(), action.clauses(), end(around, it), span);
      }
      case FlowParser.CompensateClauseContext it -> {
        Action action = action(it.action(), around);
        yield new Clause.Compensate(action.call(), action.clauses(), end(around, it), span);
      }
      case FlowParser.OnTimeoutClauseContext it -> {
        around.beside(it.block().getStart());
        Block block = blocks.apply(it.block());
        yield new Clause.OnTimeout(block, around.inside(it.getStop()).trivia(), span);
      }
      default -> throw new IllegalStateException("unknown clause " + context.getClass());
    };
  }

  private static Trivia end(Comments.Around around, ParserRuleContext context) {
    return around.beside(context.getStop()).trivia();
  }

  private Clause retry(FlowParser.RetryClauseContext context, Comments.Around around, Span span) {
    Trivia trivia = end(around, context);
    return context.policy() == null
        ? new Clause.Retry(Optional.of(exprs.name(context.word())), Optional.empty(), trivia, span)
        : new Clause.Retry(
            Optional.empty(), Optional.of(policies.policy(context.policy())), trivia, span);
  }

  private record Action(Invocation call, List<Clause> clauses) {}

  private Action action(FlowParser.ActionContext context, Comments.Around around) {
    if (context.STEP() == null) {
      return new Action(invocation(context.invocation()), List.of());
    }
    around.beside(context.LEFT_BRACE().getSymbol()).inside(context.STEP().getSymbol());
    Invocation call = invocation(context.invocation());
    return new Action(call, clauses(ClauseOwner.INNER_STEP, context.clause()));
  }
}
