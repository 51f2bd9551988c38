package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;

/// Makes the statements that have several blocks, of which one is taken: `if`, `match` and `try`.
final class ChoiceBuilder {

  private final Problems problems;
  private final ExprBuilder exprs;
  private final Comments comments;
  private final Function<FlowParser.BlockContext, Block> blocks;

  ChoiceBuilder(
      Problems problems,
      ExprBuilder exprs,
      Comments comments,
      Function<FlowParser.BlockContext, Block> blocks) {
    this.problems = problems;
    this.exprs = exprs;
    this.comments = comments;
    this.blocks = blocks;
  }

  Statement ifElse(FlowParser.IfStatementContext context, Comments.Around around, Span span) {
    List<Statement.Arm> arms = new ArrayList<>();
    Expr condition = exprs.root(context.expr());
    around.beside(context.block().getStart());
    Span first = problems.span(context.getStart(), context.block().getStop());
    arms.add(new Statement.Arm(condition, blocks.apply(context.block()), first));
    Optional<Block> otherwise = Optional.empty();
    for (FlowParser.ElseArmContext arm : context.elseArm()) {
      if (otherwise.isPresent()) {
        problems.add(
            Code.MISPLACED_PART,
            "nothing can follow the 'else' of an if",
            problems.span(arm.getStart()));
      }
      if (arm.expr() == null) {
        otherwise = Optional.of(blocks.apply(arm.block()));
      } else {
        Expr next = exprs.root(arm.expr());
        arms.add(new Statement.Arm(next, blocks.apply(arm.block()), problems.span(arm)));
      }
    }
    return new Statement.If(arms, otherwise, end(around, context), span);
  }

  Statement match(FlowParser.MatchStatementContext context, Comments.Around around, Span span) {
    Expr subject = exprs.root(context.expr());
    around.beside(context.matchParts().getStart());
    List<Statement.Case> cases = new ArrayList<>();
    Optional<Block> otherwise = Optional.empty();
    for (FlowParser.MatchPartContext part : context.matchParts().matchPart()) {
      switch (part) {
        case FlowParser.CasePartContext it -> {
          if (otherwise.isPresent()) {
            problems.add(
                Code.MISPLACED_PART,
                "a 'case' stands before the 'else' of its match",
                problems.span(it.getStart()));
          }
          cases.add(oneCase(it));
        }
        case FlowParser.ElsePartContext it -> {
          if (otherwise.isPresent()) {
            problems.add(
                Code.DUPLICATE_PART, "the match has 'else' twice", problems.span(it.getStart()));
          }
          otherwise = Optional.of(blocks.apply(it.block()));
        }
        default -> throw new IllegalStateException("unknown part " + part.getClass());
      }
    }
    if (cases.isEmpty()) {
      problems.add(
          Code.MISSING_PART, "the match has no 'case'", problems.span(context.MATCH().getSymbol()));
    }
    return new Statement.Match(subject, cases, otherwise, end(around, context), span);
  }

  private Statement.Case oneCase(FlowParser.CasePartContext context) {
    Comments.Around around = comments.before(context);
    List<Expr> values = context.expr().stream().map(exprs::root).toList();
    around.beside(context.block().getStart());
    Block block = blocks.apply(context.block());
    return new Statement.Case(values, block, end(around, context), problems.span(context));
  }

  Statement attempt(FlowParser.TryStatementContext context, Comments.Around around, Span span) {
    around.beside(context.block().getStart());
    Block body = blocks.apply(context.block());
    List<Statement.Catch> catches = new ArrayList<>();
    Optional<Block> last = Optional.empty();
    for (FlowParser.TryPartContext part : context.tryPart()) {
      switch (part) {
        case FlowParser.CatchPartContext it -> {
          if (last.isPresent()) {
            problems.add(
                Code.MISPLACED_PART,
                "a 'catch' stands before the 'finally' of its try",
                problems.span(it.getStart()));
          }
          catches.add(oneCatch(it));
        }
        case FlowParser.FinallyPartContext it -> {
          if (last.isPresent()) {
            problems.add(
                Code.DUPLICATE_PART, "the try has 'finally' twice", problems.span(it.getStart()));
          }
          last = Optional.of(blocks.apply(it.block()));
        }
        default -> throw new IllegalStateException("unknown part " + part.getClass());
      }
    }
    if (catches.isEmpty() && last.isEmpty()) {
      problems.add(
          Code.MISSING_PART,
          "the try has neither 'catch' nor 'finally'",
          problems.span(context.TRY().getSymbol()));
    }
    return new Statement.Try(body, catches, last, end(around, context), span);
  }

  /// Comments around a catch belong to its first statement.
  private Statement.Catch oneCatch(FlowParser.CatchPartContext context) {
    List<Name> errors = new ArrayList<>();
    for (FlowParser.ErrorNameContext error : context.errorName()) {
      errors.add(exprs.name(error));
    }
    Optional<Name> variable = Optional.ofNullable(context.variable()).map(exprs::name);
    Block block = blocks.apply(context.block());
    return new Statement.Catch(errors, variable, block, Trivia.NONE, problems.span(context));
  }

  private static Trivia end(Comments.Around around, ParserRuleContext context) {
    return around.beside(context.getStop()).trivia();
  }
}
