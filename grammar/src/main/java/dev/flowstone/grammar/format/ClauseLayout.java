package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays out invocations with their clauses: a lone short clause behind its construct, others on
/// lines of their own.
final class ClauseLayout {

  /// A clause that would make its line longer than this gets its own.
  private static final int SHORT_LINE = 80;

  private final ExprLayout exprs;
  private final TypeLayout types;
  private final StatementLayout statements;

  ClauseLayout(ExprLayout exprs, TypeLayout types, StatementLayout statements) {
    this.exprs = exprs;
    this.types = types;
    this.statements = statements;
  }

  Doc step(Statement.Step step, String target, Doc beside) {
    Doc head = Doc.concat(Doc.text(target + "step "), invocation(step.call()), beside);
    return withClauses(head, step.clauses(), 1);
  }

  Doc call(Statement.Call call, String target, Doc beside) {
    Doc head = Doc.concat(Doc.text(target + "call "), invocation(call.call()), beside);
    return withClauses(head, call.clauses(), 1);
  }

  Doc poll(Statement.Poll poll, String target, Doc beside) {
    Doc head = Doc.concat(Doc.text(target + "poll "), invocation(poll.call()), beside);
    return withClauses(head, poll.clauses(), poll.clauses().size());
  }

  /// The timeout stands behind the signal, the others below.
  Doc waitFor(Statement.WaitFor wait, String target, Doc beside) {
    Doc head = Doc.concat(Doc.text(target + "wait for " + wait.signal().text()), beside);
    Optional<Clause.Timeout> timeout = Clause.find(wait.clauses(), Clause.Timeout.class);
    boolean split =
        wait.clauses().size() > 1 && timeout.isPresent() && isShort(head, List.of(timeout.get()));
    if (!split) {
      return withClauses(head, wait.clauses(), 1);
    }
    List<Clause> others =
        wait.clauses().stream().filter(clause -> !(clause instanceof Clause.Timeout)).toList();
    return Doc.concat(head, Doc.text(" "), clause(timeout.get()), Doc.indent(ownLines(others)));
  }

  private Doc withClauses(Doc head, List<Clause> clauses, int most) {
    if (clauses.size() > most || !isShort(head, clauses)) {
      return Doc.concat(head, Doc.indent(ownLines(clauses)));
    }
    List<Doc> parts = new ArrayList<>();
    for (Clause clause : clauses) {
      parts.add(Doc.LINE);
      parts.add(clause(clause));
    }
    return Doc.group(head, Doc.indent(Doc.concat(parts)));
  }

  private boolean isShort(Doc head, List<Clause> clauses) {
    List<Doc> parts = new ArrayList<>(List.of(head));
    for (Clause clause : clauses) {
      if (Comments.any(clause.trivia())) {
        return false;
      }
      parts.add(Doc.text(" "));
      parts.add(clause(clause));
    }
    Doc all = Doc.concat(parts);
    return !all.hard() && DocPrinter.width(all) <= SHORT_LINE;
  }

  private Doc ownLines(List<Clause> clauses) {
    List<Doc> parts = new ArrayList<>();
    for (Clause clause : clauses) {
      parts.add(Doc.HARD_LINE);
      parts.add(Comments.above(clause.trivia()));
      parts.add(clause(clause));
    }
    return Doc.concat(parts);
  }

  /// A clause with the comment beside it, but not what is above.
  Doc clause(Clause clause) {
    Doc beside = Comments.beside(clause.trivia());
    return switch (clause) {
      case Clause.Retry it -> Doc.concat(Doc.text("retry "), policy(it), beside);
      case Clause.AtMostOnce _ -> Doc.concat(Doc.text("at most once"), beside);
      case Clause.Every it -> Doc.concat(Doc.text("every "), exprs.expr(it.interval()), beside);
      case Clause.Until it -> Doc.concat(Doc.text("until "), exprs.expr(it.condition()), beside);
      case Clause.Timeout it -> Doc.concat(Doc.text("timeout "), exprs.expr(it.duration()), beside);
      case Clause.Heartbeat it -> Doc.concat(Doc.text("heartbeat " + it.interval().text()), beside);
      case Clause.Notify it -> action("notify ", it.call(), it.clauses(), beside);
      case Clause.Compensate it -> action("compensate ", it.call(), it.clauses(), beside);
      case Clause.OnTimeout it -> Doc.concat(Doc.text("on timeout "), handling(it.block(), beside));
    };
  }

  private Doc policy(Clause.Retry retry) {
    return retry
        .inline()
        .map(types::policy)
        .orElseGet(() -> Doc.text(retry.policy().map(name -> name.text()).orElse("")));
  }

  private Doc action(String word, Invocation call, List<Clause> clauses, Doc beside) {
    if (clauses.isEmpty()) {
      return Doc.concat(Doc.text(word), invocation(call), beside);
    }
    List<Doc> parts = new ArrayList<>();
    for (Clause clause : clauses) {
      parts.add(clause.trivia().above().isEmpty() ? Doc.LINE : Doc.HARD_LINE);
      parts.add(Comments.above(clause.trivia()));
      parts.add(clause(clause));
      parts.add(Comments.any(clause.trivia()) ? Doc.BREAK : Doc.EMPTY);
    }
    return Doc.group(
        Doc.text(word + "{"),
        beside,
        Doc.indent(Doc.LINE, Doc.text("step "), invocation(call), Doc.indent(Doc.concat(parts))),
        Doc.LINE,
        Doc.text("}"));
  }

  /// One simple statement may stay on the line.
  private Doc handling(Block block, Doc beside) {
    boolean lone =
        block.statements().size() == 1
            && block.closingComments().isEmpty()
            && isSimple(block.statements().getFirst());
    if (!lone) {
      return statements.block(block, beside);
    }
    return Doc.group(
        Doc.text("{"),
        beside,
        Doc.indent(Doc.LINE, statements.statement(block.statements().getFirst())),
        Doc.LINE,
        Doc.text("}"));
  }

  private static boolean isSimple(Statement statement) {
    if (Comments.any(statement.trivia())) {
      return false;
    }
    return switch (statement) {
      case Statement.Assign _,
          Statement.Fail _,
          Statement.Return _,
          Statement.Yield _,
          Statement.Break _,
          Statement.Continue _,
          Statement.Rollback _,
          Statement.Commit _ ->
          true;
      case Statement.Step _,
          Statement.Wait _,
          Statement.WaitUntil _,
          Statement.WaitFor _,
          Statement.Poll _,
          Statement.Parallel _,
          Statement.For _,
          Statement.If _,
          Statement.Match _,
          Statement.While _,
          Statement.Try _,
          Statement.Scope _,
          Statement.Call _,
          Statement.Start _ ->
          false;
    };
  }

  Doc invocation(Invocation call) {
    String head = call.target().text() + "(";
    if (call.arguments().isEmpty()) {
      return Doc.text(head + ")");
    }
    boolean commented =
        call.arguments().stream().anyMatch(argument -> Comments.any(argument.trivia()));
    List<Doc> parts = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      Invocation.Argument argument = call.arguments().get(i);
      boolean last = i == call.arguments().size() - 1;
      parts.add(commented ? Doc.HARD_LINE : i == 0 ? Doc.SOFT_LINE : Doc.LINE);
      parts.add(Comments.above(argument.trivia()));
      parts.add(Doc.text(ExprLayout.label(argument.name().text()) + ": "));
      parts.add(exprs.expr(argument.value()));
      parts.add(Doc.text(last ? "" : ","));
      parts.add(Comments.beside(argument.trivia()));
    }
    return Doc.group(Doc.text(head), Doc.indent(Doc.concat(parts)), Doc.SOFT_LINE, Doc.text(")"));
  }
}
