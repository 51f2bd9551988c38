package dev.flowstone.grammar.ast;

import static dev.flowstone.grammar.ast.Tree.node;

import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Behaviour;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.ast.SuiteLine.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Test files as s-expressions.
final class SuiteTree {

  private SuiteTree() {}

  static Tree of(Suite suite) {
    List<Tree> parts = new ArrayList<>();
    parts.add(Tree.word(suite.workflow().text()));
    suite.lines().forEach(line -> parts.add(line(line)));
    return node("tests", parts);
  }

  private static Tree line(SuiteLine line) {
    return switch (line) {
      case SuiteLine.Case it ->
          node(
              "test",
              List.of(Tree.quoted(it.title())),
              it.lines().stream().map(SuiteTree::line).toList());
      case SuiteLine.Assign it -> node("=", Tree.word(it.target().text()), ExprTree.of(it.value()));
      case SuiteLine.Input it -> node("input", ExprTree.of(it.value()));
      case SuiteLine.Clock it -> node("clock", ExprTree.of(it.instant()));
      case SuiteLine.Given it -> given(it);
      case SuiteLine.Happening it -> {
        List<Tree> parts = new ArrayList<>();
        it.time().ifPresent(time -> parts.add(node("at", Tree.word(time.text()))));
        parts.add(incident(it.incident()));
        it.child().ifPresent(child -> parts.add(node("of", target(true, child))));
        if (it.refused()) {
          parts.add(Tree.word("refused"));
        }
        yield node("happens", parts);
      }
      case SuiteLine.Expect it -> node("expect", expectation(it.expectation()));
    };
  }

  private static Tree given(SuiteLine.Given given) {
    List<Tree> parts = new ArrayList<>();
    parts.add(target(given.workflow(), given.target()));
    given.arguments().ifPresent(it -> parts.add(node("with", ExprTree.of(it))));
    given.behaviours().forEach(it -> parts.add(behaviour(it)));
    return node("given", parts);
  }

  private static Tree target(boolean workflow, Name name) {
    return workflow ? node("workflow", Tree.word(name.text())) : Tree.word(name.text());
  }

  private static Tree behaviour(Behaviour behaviour) {
    List<Tree> parts = new ArrayList<>();
    parts.add(reaction(behaviour.reaction()));
    behaviour.after().ifPresent(it -> parts.add(node("after", Tree.word(it.text()))));
    behaviour.times().ifPresent(it -> parts.add(node("times", number(it))));
    return node("then", parts);
  }

  private static Tree number(RetryPolicyExpr.Whole whole) {
    return Tree.word(String.valueOf(whole.value()));
  }

  private static Tree reaction(Reaction reaction) {
    return switch (reaction) {
      case Reaction.Returns(Expr value) -> node("returns", ExprTree.of(value));
      case Reaction.Fails(boolean permanently, Failing error) ->
          node(permanently ? "fails-permanently" : "fails", failing(error));
      case Reaction.Real() -> Tree.word("real");
      case Reaction.Hangs() -> Tree.word("hangs");
      case Reaction.Crashes() -> Tree.word("crashes");
    };
  }

  private static List<Tree> failing(Failing error) {
    List<Tree> parts = new ArrayList<>();
    parts.add(Tree.word(error.error().text()));
    part("message", error.message()).ifPresent(parts::add);
    part("with", error.data()).ifPresent(parts::add);
    return parts;
  }

  private static Optional<Tree> part(String head, Optional<Expr> value) {
    return value.map(it -> node(head, ExprTree.of(it)));
  }

  private static Tree incident(Incident incident) {
    return switch (incident) {
      case Incident.Signal(Name name, Optional<Expr> payload) ->
          node("signal", List.of(Tree.word(name.text())), part("with", payload).stream().toList());
      case Incident.Callback(Name signal, Answer answer) ->
          node("callback", List.of(Tree.word(signal.text())), answer(answer));
      case Incident.Cancel(Optional<Expr> reason) ->
          node("cancel", reason.map(ExprTree::of).stream().toList());
      case Incident.Terminate(Optional<Expr> reason) ->
          node("terminate", reason.map(ExprTree::of).stream().toList());
      case Incident.Redrive() -> Tree.word("redrive");
      case Incident.Pause() -> Tree.word("pause");
      case Incident.Resume() -> Tree.word("resume");
      case Incident.Crash() -> Tree.word("crash");
    };
  }

  private static List<Tree> answer(Answer answer) {
    return switch (answer) {
      case Answer.Completes(Optional<Expr> payload) -> part("with", payload).stream().toList();
      case Answer.Fails(Failing error) -> List.of(node("fails", failing(error)));
      case Answer.Beats() -> List.of(Tree.word("heartbeat"));
    };
  }

  private static Tree expectation(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Result(boolean includes, Expr value) ->
          node(includes ? "result-includes" : "result", ExprTree.of(value));
      case Expectation.Error(Failing error) -> node("error", failing(error));
      case Expectation.Status(Name status) -> node("status", Tree.word(status.text()));
      case Expectation.Steps(List<Name> handlers, var _) -> node("steps", names(handlers));
      case Expectation.Undone(List<Name> handlers, var _) -> node("undone", names(handlers));
      case Expectation.Called called -> {
        List<Tree> parts = new ArrayList<>();
        parts.add(target(called.workflow(), called.target()));
        called.times().ifPresent(it -> parts.add(node("times", number(it))));
        part("with", called.arguments()).ifPresent(parts::add);
        yield node("called", parts);
      }
      case Expectation.Time(DurationText from, DurationText to) ->
          node("time", Tree.word(from.text()), Tree.word(to.text()));
      case Expectation.That(Expr condition) -> node("that", ExprTree.of(condition));
    };
  }

  private static List<Tree> names(List<Name> names) {
    return names.stream().map(name -> Tree.word(name.text())).toList();
  }
}
