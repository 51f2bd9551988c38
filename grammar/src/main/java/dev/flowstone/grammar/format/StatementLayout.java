package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Lays out statements and blocks.
final class StatementLayout {

  private final ExprLayout exprs;
  private final ClauseLayout clauses;

  StatementLayout(ExprLayout exprs, TypeLayout types) {
    this.exprs = exprs;
    this.clauses = new ClauseLayout(exprs, types, this);
  }

  ClauseLayout clauses() {
    return clauses;
  }

  /// A statement with the comment beside it, but not what is above.
  Doc statement(Statement statement) {
    Doc beside = Comments.beside(statement.trivia());
    return switch (statement) {
      case Statement.Assign it ->
          Doc.concat(Doc.text(it.target().text() + " = "), exprs.expr(it.value()), beside);
      case Statement.Step it -> clauses.step(it, target(it.target()), beside);
      case Statement.WaitFor it -> clauses.waitFor(it, target(it.target()), beside);
      case Statement.Poll it -> clauses.poll(it, target(it.target()), beside);
      case Statement.Call it -> clauses.call(it, target(it.target()), beside);
      case Statement.Start it ->
          Doc.concat(
              Doc.text(target(it.target()) + "start "), clauses.invocation(it.call()), beside);
      case Statement.Wait it -> Doc.concat(Doc.text("wait "), duration(it.duration()), beside);
      case Statement.WaitUntil it ->
          Doc.concat(Doc.text("wait until "), exprs.expr(it.instant()), beside);
      case Statement.Parallel it -> parallel(it, beside);
      case Statement.For it -> forLoop(it, beside);
      case Statement.Yield it -> Doc.concat(Doc.text("yield "), exprs.expr(it.value()), beside);
      case Statement.If it -> ifElse(it, beside);
      case Statement.Match it -> match(it, beside);
      case Statement.While it ->
          Doc.concat(
              Doc.text("while "),
              exprs.expr(it.condition()),
              Doc.text(" max " + it.max() + " "),
              block(it.body(), beside));
      case Statement.Break _ -> Doc.concat(Doc.text("break"), beside);
      case Statement.Continue _ -> Doc.concat(Doc.text("continue"), beside);
      case Statement.Try it -> attempt(it, beside);
      case Statement.Fail it -> Doc.concat(fail(it), beside);
      case Statement.Return it ->
          Doc.concat(
              it.value()
                  .map(value -> Doc.concat(Doc.text("return "), exprs.expr(value)))
                  .orElse(Doc.text("return")),
              beside);
      case Statement.Scope it -> Doc.concat(Doc.text("scope "), block(it.body(), beside));
      case Statement.Rollback _ -> Doc.concat(Doc.text("rollback"), beside);
      case Statement.Commit _ -> Doc.concat(Doc.text("commit"), beside);
    };
  }

  private static String target(Optional<Name> target) {
    return target.map(name -> name.text() + " = ").orElse("");
  }

  /// `wait until` would be read as another statement.
  private Doc duration(Expr duration) {
    Doc doc = exprs.expr(duration);
    return Leftmost.of(duration).equals("until")
        ? Doc.concat(Doc.text("("), doc, Doc.text(")"))
        : doc;
  }

  /// A block in braces; `beside` is the comment behind the opening one.
  Doc block(Block block, Doc beside) {
    return block(block, beside, List.of());
  }

  private Doc block(Block block, Doc beside, List<String> top) {
    if (block.statements().isEmpty() && block.closingComments().isEmpty() && top.isEmpty()) {
      return Doc.concat(Doc.text("{}"), beside);
    }
    return Doc.concat(
        Doc.text("{"),
        beside,
        Doc.indent(
            Comments.closing(top),
            statements(block.statements()),
            Comments.closing(block.closingComments())),
        Doc.HARD_LINE,
        Doc.text("}"));
  }

  private Doc statements(List<Statement> statements) {
    List<Doc> parts = new ArrayList<>();
    for (Statement statement : statements) {
      add(parts, statement.trivia(), statement(statement));
    }
    return Doc.concat(parts);
  }

  private static void add(List<Doc> parts, Trivia trivia, Doc doc) {
    boolean first = parts.isEmpty();
    parts.add(Comments.newLine(trivia, first));
    parts.add(doc);
  }

  private Doc parallel(Statement.Parallel parallel, Doc beside) {
    String head =
        target(parallel.target())
            + "parallel "
            + bound("max", parallel.max())
            + join(parallel.join());
    List<Doc> parts = new ArrayList<>();
    for (Statement.Branch branch : parallel.branches()) {
      add(parts, trivia(branch), branch(branch));
    }
    if (parts.isEmpty()) {
      return Doc.concat(Doc.text(head + "{}"), beside);
    }
    return Doc.concat(
        Doc.text(head + "{"), beside, Doc.indent(Doc.concat(parts)), Doc.HARD_LINE, Doc.text("}"));
  }

  /// A lone statement brings its own comments, a branch from YAML may have some on top.
  private static Trivia trivia(Statement.Branch branch) {
    if (branch.group()) {
      return branch.trivia();
    }
    Trivia inner = branch.block().statements().getFirst().trivia();
    List<String> above = new ArrayList<>(branch.trivia().above());
    above.addAll(inner.above());
    boolean blank = branch.trivia().blankLineBefore() || inner.blankLineBefore();
    return new Trivia(blank, above, Optional.empty());
  }

  private Doc branch(Statement.Branch branch) {
    Doc beside = Comments.beside(branch.trivia());
    return branch.group()
        ? block(branch.block(), beside)
        : Doc.concat(statement(branch.block().statements().getFirst()), beside);
  }

  private static String bound(String word, OptionalInt bound) {
    return bound.isPresent() ? word + " " + bound.getAsInt() + " " : "";
  }

  private static String join(Join join) {
    return switch (join) {
      case Join.All _ -> "";
      case Join.Settle _ -> "settle ";
      case Join.First first -> "first " + first.count() + " ";
      case Join.Tolerate tolerate ->
          "tolerate " + Numbers.text(tolerate.amount()) + (tolerate.percent() ? "% " : " ");
    };
  }

  private Doc forLoop(Statement.For loop, Doc beside) {
    return Doc.concat(
        Doc.text(target(loop.target()) + "for " + loop.item().text() + " in "),
        exprs.expr(loop.items()),
        Doc.text(" " + bound("parallel", loop.parallel()) + join(loop.join())),
        block(loop.body(), beside));
  }

  private Doc ifElse(Statement.If choice, Doc beside) {
    List<Doc> parts = new ArrayList<>();
    for (Statement.Arm arm : choice.arms()) {
      boolean first = parts.isEmpty();
      parts.add(Doc.text(first ? "if " : " else if "));
      parts.add(exprs.expr(arm.condition()));
      parts.add(Doc.text(" "));
      parts.add(block(arm.block(), first ? beside : Doc.EMPTY));
    }
    choice
        .otherwise()
        .ifPresent(block -> parts.add(Doc.concat(Doc.text(" else "), block(block, Doc.EMPTY))));
    return Doc.concat(parts);
  }

  private Doc match(Statement.Match match, Doc beside) {
    List<Doc> parts = new ArrayList<>();
    for (Statement.Case each : match.cases()) {
      List<Doc> values = each.values().stream().map(exprs::expr).toList();
      Doc head =
          Doc.group(
              Doc.text("case "), Doc.indent(Doc.join(Doc.concat(Doc.text(","), Doc.LINE), values)));
      add(
          parts,
          each.trivia(),
          Doc.concat(head, Doc.text(" "), block(each.block(), Comments.beside(each.trivia()))));
    }
    match
        .otherwise()
        .ifPresent(block ->
            add(parts, Trivia.NONE, Doc.concat(Doc.text("else "), block(block, Doc.EMPTY))));
    return Doc.concat(
        Doc.text("match "),
        exprs.expr(match.subject()),
        Doc.text(" {"),
        beside,
        Doc.indent(Doc.concat(parts)),
        Doc.HARD_LINE,
        Doc.text("}"));
  }

  private Doc attempt(Statement.Try attempt, Doc beside) {
    List<Doc> parts = new ArrayList<>();
    parts.add(Doc.text("try "));
    parts.add(block(attempt.body(), beside));
    for (Statement.Catch each : attempt.catches()) {
      String names = TypeLayout.names(each.errors());
      String variable = each.variable().map(name -> "as " + name.text() + " ").orElse("");
      parts.add(Doc.text(" catch " + names + (names.isEmpty() ? "" : " ") + variable));
      parts.add(block(each.block(), Doc.EMPTY, comments(each.trivia())));
    }
    attempt
        .last()
        .ifPresent(block -> parts.add(Doc.concat(Doc.text(" finally "), block(block, Doc.EMPTY))));
    return Doc.concat(parts);
  }

  /// Between a brace and `catch` there is no room: comments of a catch are put at the top of its
  /// block.
  private static List<String> comments(Trivia trivia) {
    List<String> comments = new ArrayList<>(trivia.above());
    trivia.beside().ifPresent(comments::addFirst);
    return comments;
  }

  private Doc fail(Statement.Fail fail) {
    List<Doc> parts = new ArrayList<>();
    parts.add(Doc.text("fail " + fail.error().text()));
    fail.message()
        .ifPresent(message -> {
          boolean literal = message instanceof Expr.Text || message instanceof Expr.Template;
          parts.add(Doc.text(literal ? " " : " ("));
          parts.add(exprs.expr(message));
          parts.add(Doc.text(literal ? "" : ")"));
        });
    fail.data()
        .ifPresent(data -> {
          parts.add(Doc.text(" with "));
          parts.add(exprs.expr(data));
        });
    return Doc.concat(parts);
  }
}
