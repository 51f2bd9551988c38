package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.ClauseOwner;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/// Makes the statements of the syntax tree from what ANTLR has parsed without error.
final class StatementBuilder {

  static final int DEEPEST_BLOCK = 64;

  private final Problems problems;
  private final ExprBuilder exprs;
  private final PolicyBuilder policies;
  private final ClauseBuilder clauses;
  private final Comments comments;
  private final ChoiceBuilder choices;
  private int depth;

  StatementBuilder(
      Problems problems,
      ExprBuilder exprs,
      TypeBuilder types,
      PolicyBuilder policies,
      Comments comments) {
    this.problems = problems;
    this.exprs = exprs;
    this.policies = policies;
    this.comments = comments;
    this.clauses = new ClauseBuilder(problems, exprs, types, policies, comments, this::block);
    this.choices = new ChoiceBuilder(problems, exprs, comments, this::block);
  }

  ClauseBuilder clauses() {
    return clauses;
  }

  /// The statements of the file itself, up to its end.
  Block body(FlowParser.StatementsContext context, Token end) {
    return new Block(
        statements(context), comments.closing(end), problems.span(context.getStart(), end));
  }

  Block block(FlowParser.BlockContext context) {
    enter(context);
    Block block =
        new Block(
            statements(context.statements()),
            comments.closing(context.getStop()),
            problems.span(context));
    depth--;
    return block;
  }

  private void enter(ParserRuleContext context) {
    depth++;
    if (depth == DEEPEST_BLOCK + 1) {
      problems.add(
          Code.TOO_DEEP,
          "blocks are nested more than " + DEEPEST_BLOCK + " deep",
          problems.span(context.getStart()),
          Optional.of("make a part of it a workflow of its own, and call it"));
    }
  }

  private List<Statement> statements(FlowParser.StatementsContext context) {
    List<Statement> statements = new ArrayList<>();
    for (FlowParser.StatementContext each : context.statement()) {
      statements.add(statement(each));
    }
    return statements;
  }

  private Statement statement(FlowParser.StatementContext context) {
    Comments.Around around = comments.before(context);
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.AssignmentContext it -> {
        Name target = exprs.name(it.NAME().getSymbol());
        if (it.targeted() != null) {
          yield targeted(Optional.of(target), it.targeted(), around, span);
        }
        Expr value = exprs.root(it.expr());
        yield new Statement.Assign(target, value, end(around, it), span);
      }
      case FlowParser.UntargetedContext it ->
          targeted(Optional.empty(), it.targeted(), around, span);
      case FlowParser.WaitUntilStatementContext it ->
          new Statement.WaitUntil(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.WaitStatementContext it ->
          new Statement.Wait(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.YieldStatementContext it ->
          new Statement.Yield(exprs.root(it.expr()), end(around, it), span);
      case FlowParser.IfStatementContext it -> choices.ifElse(it, around, span);
      case FlowParser.MatchStatementContext it -> choices.match(it, around, span);
      case FlowParser.TryStatementContext it -> choices.attempt(it, around, span);
      case FlowParser.WhileStatementContext it -> whileLoop(it, around, span);
      case FlowParser.BreakStatementContext it -> new Statement.Break(end(around, it), span);
      case FlowParser.ContinueStatementContext it -> new Statement.Continue(end(around, it), span);
      case FlowParser.FailStatementContext it -> fail(it, around, span);
      case FlowParser.ReturnStatementContext it ->
          new Statement.Return(
              Optional.ofNullable(it.expr()).map(exprs::root), end(around, it), span);
      case FlowParser.ScopeStatementContext it -> {
        around.beside(it.block().getStart());
        Block body = block(it.block());
        yield new Statement.Scope(body, end(around, it), span);
      }
      case FlowParser.RollbackStatementContext it -> new Statement.Rollback(end(around, it), span);
      case FlowParser.CommitStatementContext it -> new Statement.Commit(end(around, it), span);
      default -> throw new IllegalStateException("unknown statement " + context.getClass());
    };
  }

  private static Trivia end(Comments.Around around, ParserRuleContext context) {
    return around.beside(context.getStop()).trivia();
  }

  private Statement targeted(
      Optional<Name> target,
      FlowParser.TargetedContext context,
      Comments.Around around,
      Span span) {
    return switch (context) {
      case FlowParser.StepStatementContext it -> {
        Invocation call = clauses.invocation(it.invocation());
        around.beside(it.invocation().getStop());
        yield new Statement.Step(
            target, call, clauses.clauses(ClauseOwner.STEP, it.clause()), end(around, it), span);
      }
      case FlowParser.WaitForStatementContext it -> {
        around.beside(it.word().getStop());
        yield new Statement.WaitFor(
            target,
            exprs.name(it.word()),
            clauses.clauses(ClauseOwner.WAIT_FOR, it.clause()),
            end(around, it),
            span);
      }
      case FlowParser.PollStatementContext it -> {
        Invocation call = clauses.invocation(it.invocation());
        around.beside(it.invocation().getStop());
        yield new Statement.Poll(
            target, call, clauses.clauses(ClauseOwner.POLL, it.clause()), end(around, it), span);
      }
      case FlowParser.CallStatementContext it -> {
        Invocation call = clauses.invocation(it.invocation());
        around.beside(it.invocation().getStop());
        yield new Statement.Call(
            target, call, clauses.clauses(ClauseOwner.CALL, it.clause()), end(around, it), span);
      }
      case FlowParser.StartStatementContext it -> {
        Invocation call = clauses.invocation(it.invocation());
        around.beside(it.invocation().getStop());
        clauses.clauses(ClauseOwner.START, it.clause());
        yield new Statement.Start(target, call, end(around, it), span);
      }
      case FlowParser.ParallelStatementContext it -> parallel(target, it, around, span);
      case FlowParser.ForStatementContext it -> forLoop(target, it, around, span);
      default -> throw new IllegalStateException("unknown statement " + context.getClass());
    };
  }

  private Statement parallel(
      Optional<Name> target,
      FlowParser.ParallelStatementContext context,
      Comments.Around around,
      Span span) {
    Fanout fanout = new Fanout("parallel", "max");
    for (FlowParser.ParallelOptionContext option : context.parallelOption()) {
      fanout.add(option.NUMBER(), option.join());
    }
    around.beside(context.branches().getStart());
    enter(context);
    List<Statement.Branch> branches = new ArrayList<>();
    for (FlowParser.BranchContext branch : context.branches().branch()) {
      branches.add(branch(branch));
    }
    depth--;
    return new Statement.Parallel(
        target, fanout.bound, fanout.join, branches, end(around, context), span);
  }

  private Statement.Branch branch(FlowParser.BranchContext context) {
    Span span = problems.span(context);
    if (context.block() != null) {
      Comments.Around around = comments.before(context);
      around.beside(context.getStart());
      return new Statement.Branch(true, block(context.block()), around.trivia(), span);
    }
    Block lone = new Block(List.of(statement(context.statement())), List.of(), span);
    return new Statement.Branch(false, lone, Trivia.NONE, span);
  }

  private Statement forLoop(
      Optional<Name> target,
      FlowParser.ForStatementContext context,
      Comments.Around around,
      Span span) {
    Fanout fanout = new Fanout("for", "parallel");
    for (FlowParser.ForOptionContext option : context.forOption()) {
      fanout.add(option.NUMBER(), option.join());
    }
    Name item = exprs.name(context.variable());
    Expr items = exprs.root(context.expr());
    around.beside(context.block().getStart());
    Block body = block(context.block());
    return new Statement.For(
        target, item, items, fanout.bound, fanout.join, body, end(around, context), span);
  }

  /// The options between the head of a `parallel` or `for` and its block.
  private final class Fanout {

    private final String owner;
    private final String boundWord;
    private OptionalInt bound = OptionalInt.empty();
    private Join join = new Join.All(Span.NONE);

    Fanout(String owner, String boundWord) {
      this.owner = owner;
      this.boundWord = boundWord;
    }

    void add(TerminalNode number, FlowParser.JoinContext policy) {
      if (policy == null) {
        if (bound.isPresent()) {
          twice(boundWord, problems.span(number.getSymbol()));
        }
        bound = OptionalInt.of(policies.count(number, "the number of branches at the same time"));
        return;
      }
      if (!(join instanceof Join.All)) {
        twice("settle, first or tolerate", problems.span(policy));
      }
      join = join(policy);
    }

    private void twice(String what, Span span) {
      problems.add(Code.DUPLICATE_PART, "'" + owner + "' says twice: " + what, span);
    }
  }

  private Join join(FlowParser.JoinContext context) {
    Span span = problems.span(context);
    if (context.SETTLE() != null) {
      return new Join.Settle(span);
    }
    if (context.FIRST() != null) {
      return new Join.First(policies.count(context.NUMBER(), "the number of successes"), span);
    }
    boolean percent = context.PERCENT() != null;
    return new Join.Tolerate(tolerated(context.NUMBER().getSymbol(), percent), percent, span);
  }

  private double tolerated(Token number, boolean percent) {
    double amount = policies.decimal(number, "the tolerated number of failures");
    boolean fits =
        percent ? amount <= 100 : amount == Math.rint(amount) && amount <= Integer.MAX_VALUE;
    if (Double.isFinite(amount) && !fits) {
      problems.add(
          Code.OUT_OF_BOUNDS,
          percent
              ? "a tolerated share is at most 100%, not " + number.getText() + "%"
              : "a tolerated number of failures is whole, not " + number.getText(),
          problems.span(number));
    }
    return amount;
  }

  private Statement whileLoop(
      FlowParser.WhileStatementContext context, Comments.Around around, Span span) {
    int max = 0;
    if (context.NUMBER() == null) {
      problems.add(
          Code.MISSING_PART,
          "a while has a bound, and here is none",
          problems.span(context.WHILE().getSymbol()),
          Optional.of("write it behind the condition, as in while x < 3 max 10 { … }"));
    } else {
      max = policies.count(context.NUMBER(), "the bound of a while");
    }
    Expr condition = exprs.root(context.expr());
    around.beside(context.block().getStart());
    Block body = block(context.block());
    return new Statement.While(condition, max, body, end(around, context), span);
  }

  private Statement fail(
      FlowParser.FailStatementContext context, Comments.Around around, Span span) {
    Optional<Expr> message = Optional.empty();
    if (context.failMessage() != null) {
      FlowParser.FailMessageContext it = context.failMessage();
      message = Optional.of(it.text() != null ? exprs.root(it.text()) : exprs.root(it.expr()));
    }
    Optional<Expr> data = Optional.ofNullable(context.expr()).map(exprs::root);
    return new Statement.Fail(
        exprs.name(context.word()), message, data, end(around, context), span);
  }
}
