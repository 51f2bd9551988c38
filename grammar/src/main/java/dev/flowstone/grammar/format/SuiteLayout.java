package dev.flowstone.grammar.format;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lays out a test file: the header, what holds for every test, and the tests with an empty line
/// before each.
final class SuiteLayout {

  private final ExprLayout exprs;

  SuiteLayout(ExprLayout exprs) {
    this.exprs = exprs;
  }

  Doc suite(Suite suite) {
    List<Doc> parts = new ArrayList<>();
    parts.add(Comments.above(suite.trivia()));
    parts.add(Doc.text("tests of " + suite.workflow().text()));
    parts.add(Comments.beside(suite.trivia()));
    boolean first = true;
    for (SuiteLine line : suite.lines()) {
      boolean apart = first || line instanceof SuiteLine.Case;
      parts.add(
          apart
              ? Doc.concat(Doc.BLANK_LINE, Comments.above(line.trivia()))
              : Comments.newLine(line.trivia(), false));
      parts.add(line(line));
      first = false;
    }
    if (!suite.closingComments().isEmpty()) {
      parts.add(Doc.HARD_LINE);
      parts.add(Comments.closing(suite.closingComments()));
    }
    return Doc.concat(parts);
  }

  /// A line with the comment beside it, but not what is above.
  private Doc line(SuiteLine line) {
    Doc beside = Comments.beside(line.trivia());
    return switch (line) {
      case SuiteLine.Case it -> test(it, beside);
      case SuiteLine.Assign it ->
          Doc.concat(Doc.text(it.target().text() + " = "), exprs.expr(it.value()), beside);
      case SuiteLine.Input it -> Doc.concat(Doc.text("input "), exprs.expr(it.value()), beside);
      case SuiteLine.Clock it -> Doc.concat(Doc.text("clock "), exprs.expr(it.instant()), beside);
      case SuiteLine.Given it -> Doc.concat(given(it), beside);
      case SuiteLine.Happening it -> Doc.concat(happening(it), beside);
      case SuiteLine.Expect it ->
          Doc.concat(Doc.text("expect "), expectation(it.expectation()), beside);
    };
  }

  private Doc test(SuiteLine.Case test, Doc beside) {
    String head = "test " + TextQuotes.line(test.title()) + " {";
    if (test.lines().isEmpty() && test.closingComments().isEmpty()) {
      return Doc.concat(Doc.text(head + "}"), beside);
    }
    List<Doc> parts = new ArrayList<>();
    for (SuiteLine line : test.lines()) {
      parts.add(Comments.newLine(line.trivia(), parts.isEmpty()));
      parts.add(line(line));
    }
    return Doc.concat(
        Doc.text(head),
        beside,
        Doc.indent(Doc.concat(parts), Comments.closing(test.closingComments())),
        Doc.HARD_LINE,
        Doc.text("}"));
  }

  private Doc given(SuiteLine.Given given) {
    List<Doc> head = new ArrayList<>();
    head.add(Doc.text("given " + target(given.workflow(), given.target())));
    given.arguments().ifPresent(it -> head.add(Doc.concat(Doc.text(" with "), exprs.expr(it))));
    List<Doc> behaviours = new ArrayList<>();
    for (Behaviour behaviour : given.behaviours()) {
      boolean last = behaviours.size() == given.behaviours().size() - 1;
      behaviours.add(
          Doc.concat(
              Doc.text(behaviours.isEmpty() ? "" : "then "),
              behaviour(behaviour),
              Doc.text(last ? "" : ",")));
    }
    if (behaviours.size() == 1) {
      Doc only = behaviours.getFirst();
      boolean data =
          given.behaviours().getFirst().reaction() instanceof Reaction.Returns(Expr value)
              && (value instanceof Expr.MapLiteral || value instanceof Expr.ListLiteral);
      return data
          ? Doc.concat(Doc.concat(head), Doc.text(" "), only)
          : Doc.group(Doc.concat(head), Doc.indent(Doc.LINE, only));
    }
    return Doc.concat(
        Doc.concat(head), Doc.indent(Doc.HARD_LINE, Doc.join(Doc.HARD_LINE, behaviours)));
  }

  private static String target(boolean workflow, Name name) {
    return (workflow ? "workflow " : "") + name.text();
  }

  private Doc behaviour(Behaviour behaviour) {
    return Doc.concat(
        reaction(behaviour.reaction()),
        Doc.text(behaviour.after().map(it -> " after " + it.text()).orElse("")),
        Doc.text(behaviour.times().map(SuiteLayout::times).orElse("")));
  }

  private static String times(RetryPolicyExpr.Whole times) {
    return times.value() == 1 ? " once" : " " + times.value() + " times";
  }

  private Doc reaction(Reaction reaction) {
    return switch (reaction) {
      case Reaction.Returns(Expr value) -> Doc.concat(Doc.text("returns "), exprs.expr(value));
      case Reaction.Fails(boolean permanently, Failing error) ->
          Doc.concat(Doc.text(permanently ? "fails permanently " : "fails "), failing(error));
      case Reaction.Real() -> Doc.text("real");
      case Reaction.Hangs() -> Doc.text("hangs");
      case Reaction.Crashes() -> Doc.text("crashes");
    };
  }

  private Doc failing(Failing error) {
    return Doc.concat(Doc.text(error.error().text()), message(error.message()), with(error.data()));
  }

  private Doc message(Optional<Expr> message) {
    return message
        .map(it -> {
          boolean literal = it instanceof Expr.Text || it instanceof Expr.Template;
          return Doc.concat(
              Doc.text(literal ? " " : " ("), exprs.expr(it), Doc.text(literal ? "" : ")"));
        })
        .orElse(Doc.EMPTY);
  }

  private Doc with(Optional<Expr> value) {
    return value.map(it -> Doc.concat(Doc.text(" with "), exprs.expr(it))).orElse(Doc.EMPTY);
  }

  private Doc happening(SuiteLine.Happening happening) {
    return Doc.concat(
        Doc.text(happening.time().map(it -> "at " + it.text() + " ").orElse("")),
        incident(happening.incident()),
        Doc.text(happening.child().map(it -> " of " + target(true, it)).orElse("")),
        Doc.text(happening.refused() ? " refused" : ""));
  }

  private Doc incident(Incident incident) {
    return switch (incident) {
      case Incident.Signal(Name name, Optional<Expr> payload) ->
          Doc.concat(Doc.text("signal " + name.text()), with(payload));
      case Incident.Callback(Name signal, Answer answer) ->
          Doc.concat(Doc.text("callback " + signal.text()), answer(answer));
      case Incident.Cancel(Optional<Expr> reason) ->
          Doc.concat(Doc.text("cancel"), message(reason));
      case Incident.Terminate(Optional<Expr> reason) ->
          Doc.concat(Doc.text("terminate"), message(reason));
      case Incident.Redrive() -> Doc.text("redrive");
      case Incident.Pause() -> Doc.text("pause");
      case Incident.Resume() -> Doc.text("resume");
      case Incident.Crash() -> Doc.text("crash");
    };
  }

  private Doc answer(Answer answer) {
    return switch (answer) {
      case Answer.Completes(Optional<Expr> payload) -> with(payload);
      case Answer.Fails(Failing error) -> Doc.concat(Doc.text(" fails "), failing(error));
      case Answer.Beats() -> Doc.text(" heartbeat");
    };
  }

  private Doc expectation(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Result(boolean includes, Expr value) ->
          Doc.concat(Doc.text(includes ? "result includes " : "result "), result(value));
      case Expectation.Error(Failing error) -> Doc.concat(Doc.text("error "), failing(error));
      case Expectation.Status(Name status) -> Doc.text("status " + status.text());
      case Expectation.Steps(List<Name> handlers, var _) -> names("steps [", handlers);
      case Expectation.Undone(List<Name> handlers, var _) -> names("undone [", handlers);
      case Expectation.Called called ->
          Doc.concat(
              Doc.text(target(called.workflow(), called.target())),
              Doc.text(called.times().map(SuiteLayout::called).orElse(" called")),
              with(called.arguments()));
      case Expectation.Time(DurationText from, DurationText to) ->
          Doc.text(
              "time " + from.text() + (from.value().equals(to.value()) ? "" : ".." + to.text()));
      case Expectation.That(Expr condition) -> Doc.concat(Doc.text("that "), exprs.expr(condition));
    };
  }

  /// `result includes` would be read as another expectation.
  private Doc result(Expr value) {
    Doc doc = exprs.expr(value);
    return Leftmost.of(value).equals("includes")
        ? Doc.concat(Doc.text("("), doc, Doc.text(")"))
        : doc;
  }

  private static String called(RetryPolicyExpr.Whole times) {
    return times.value() == 0 ? " never called" : " called" + times(times);
  }

  private static Doc names(String head, List<Name> names) {
    if (names.isEmpty()) {
      return Doc.text(head + "]");
    }
    List<Doc> all = names.stream().map(name -> Doc.text(name.text())).toList();
    return Doc.group(
        Doc.text(head),
        Doc.indent(Doc.SOFT_LINE, Doc.join(Doc.concat(Doc.text(","), Doc.LINE), all)),
        Doc.SOFT_LINE,
        Doc.text("]"));
  }
}
