package dev.flowstone.grammar.ast;

import static dev.flowstone.grammar.ast.Tree.node;
import static dev.flowstone.grammar.ast.Tree.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Prints the syntax tree as s-expressions, without places and comments.
///
/// This is what "one tree" means: two sources say the same when they print the same here. How text
/// was quoted is layout and is not in it.
public final class TreePrinter {

  private TreePrinter() {}

  public static String print(Workflow workflow) {
    List<Tree> parts = new ArrayList<>();
    parts.add(word(workflow.name().text()));
    workflow.declarations().forEach(declaration -> parts.add(declaration(declaration)));
    parts.add(block("do", workflow.body()));
    return node("workflow", parts).print();
  }

  public static String print(Suite suite) {
    return SuiteTree.of(suite).print();
  }

  public static String print(Expr expr) {
    return ExprTree.of(expr).print();
  }

  public static String print(TypeExpr type) {
    return TypeTree.of(type).print();
  }

  private static Tree declaration(Declaration declaration) {
    return switch (declaration) {
      case Declaration.Input it -> node("input", TypeTree.fields(it.fields()));
      case Declaration.Output it -> node("output", TypeTree.of(it.type()));
      case Declaration.NamedType it -> node("type", word(it.name().text()), TypeTree.of(it.type()));
      case Declaration.Timeout it -> node("timeout", word(it.duration().text()));
      case Declaration.Retry it ->
          node("retry", word(it.name().text()), TypeTree.policy(it.policy()));
      case Declaration.Signal it ->
          node("signal", word(it.name().text()), TypeTree.of(it.payload()));
      case Declaration.Default it -> node("default", clause(it.clause()));
    };
  }

  private static Tree block(String head, Block block) {
    return node(head, block.statements().stream().map(TreePrinter::statement).toList());
  }

  private static Tree statement(Statement statement) {
    return switch (statement) {
      case Statement.Assign it -> node("=", word(it.target().text()), ExprTree.of(it.value()));
      case Statement.Step it -> invoking("step", it.target(), it.call(), it.clauses());
      case Statement.Poll it -> invoking("poll", it.target(), it.call(), it.clauses());
      case Statement.Call it -> invoking("call", it.target(), it.call(), it.clauses());
      case Statement.Start it -> invoking("start", it.target(), it.call(), List.of());
      case Statement.Wait it -> node("wait", ExprTree.of(it.duration()));
      case Statement.WaitUntil it -> node("wait-until", ExprTree.of(it.instant()));
      case Statement.WaitFor it ->
          targeted(
              it.target(),
              node("wait-for", List.of(word(it.signal().text())), clauses(it.clauses())));
      case Statement.Parallel it -> parallel(it);
      case Statement.For it -> forLoop(it);
      case Statement.Yield it -> node("yield", ExprTree.of(it.value()));
      case Statement.If it -> ifElse(it);
      case Statement.Match it -> match(it);
      case Statement.While it ->
          node(
              "while",
              ExprTree.of(it.condition()),
              node("max", word(String.valueOf(it.max()))),
              block("do", it.body()));
      case Statement.Break _ -> node("break");
      case Statement.Continue _ -> node("continue");
      case Statement.Try it -> attempt(it);
      case Statement.Fail it -> fail(it);
      case Statement.Return it -> node("return", it.value().map(ExprTree::of).stream().toList());
      case Statement.Scope it -> block("scope", it.body());
      case Statement.Rollback _ -> node("rollback");
      case Statement.Commit _ -> node("commit");
    };
  }

  private static Tree targeted(Optional<Name> target, Tree statement) {
    return target.map(name -> node("=", word(name.text()), statement)).orElse(statement);
  }

  private static Tree invoking(
      String head, Optional<Name> target, Invocation call, List<Clause> clauses) {
    return targeted(target, node(head, invocation(call), clauses(clauses)));
  }

  /// The parts of an invocation: its target, then its arguments.
  private static List<Tree> invocation(Invocation call) {
    List<Tree> parts = new ArrayList<>();
    parts.add(word(call.target().text()));
    for (Invocation.Argument argument : call.arguments()) {
      parts.add(node(TypeTree.label(argument.name()) + ":", ExprTree.of(argument.value())));
    }
    return parts;
  }

  private static List<Tree> clauses(List<Clause> clauses) {
    return clauses.stream().map(TreePrinter::clause).toList();
  }

  private static Tree clause(Clause clause) {
    return switch (clause) {
      case Clause.Retry it ->
          node(
              "retry",
              it.inline()
                  .map(TypeTree::policy)
                  .orElseGet(() -> word(it.policy().map(Name::text).orElse(""))));
      case Clause.AtMostOnce _ -> node("at-most-once");
      case Clause.Every it -> node("every", ExprTree.of(it.interval()));
      case Clause.Until it -> node("until", ExprTree.of(it.condition()));
      case Clause.Timeout it -> node("timeout", ExprTree.of(it.duration()));
      case Clause.Heartbeat it -> node("heartbeat", word(it.interval().text()));
      case Clause.Notify it -> node("notify", invocation(it.call()), clauses(it.clauses()));
      case Clause.Compensate it -> node("compensate", invocation(it.call()), clauses(it.clauses()));
      case Clause.OnTimeout it -> block("on-timeout", it.block());
    };
  }

  private static Tree parallel(Statement.Parallel parallel) {
    List<Tree> parts = new ArrayList<>();
    bound("max", parallel.max()).ifPresent(parts::add);
    join(parallel.join()).ifPresent(parts::add);
    for (Statement.Branch branch : parallel.branches()) {
      parts.add(
          branch.group()
              ? block("group", branch.block())
              : statement(branch.block().statements().getFirst()));
    }
    return targeted(parallel.target(), node("parallel", parts));
  }

  private static Optional<Tree> bound(String head, OptionalInt bound) {
    return bound.isPresent()
        ? Optional.of(node(head, word(String.valueOf(bound.getAsInt()))))
        : Optional.empty();
  }

  private static Optional<Tree> join(Join join) {
    return switch (join) {
      case Join.All _ -> Optional.empty();
      case Join.Settle _ -> Optional.of(node("settle"));
      case Join.First it -> Optional.of(node("first", word(String.valueOf(it.count()))));
      case Join.Tolerate it ->
          Optional.of(node("tolerate", word(it.amount() + (it.percent() ? "%" : ""))));
    };
  }

  private static Tree forLoop(Statement.For loop) {
    List<Tree> parts = new ArrayList<>();
    parts.add(word(loop.item().text()));
    parts.add(ExprTree.of(loop.items()));
    bound("parallel", loop.parallel()).ifPresent(parts::add);
    join(loop.join()).ifPresent(parts::add);
    parts.add(block("do", loop.body()));
    return targeted(loop.target(), node("for", parts));
  }

  private static Tree ifElse(Statement.If choice) {
    List<Tree> parts = new ArrayList<>();
    for (Statement.Arm arm : choice.arms()) {
      parts.add(node("arm", ExprTree.of(arm.condition()), block("do", arm.block())));
    }
    choice.otherwise().ifPresent(block -> parts.add(block("else", block)));
    return node("if", parts);
  }

  private static Tree match(Statement.Match match) {
    List<Tree> parts = new ArrayList<>();
    parts.add(ExprTree.of(match.subject()));
    for (Statement.Case each : match.cases()) {
      List<Tree> values = each.values().stream().map(ExprTree::of).toList();
      parts.add(node("case", values, List.of(block("do", each.block()))));
    }
    match.otherwise().ifPresent(block -> parts.add(block("else", block)));
    return node("match", parts);
  }

  private static Tree attempt(Statement.Try attempt) {
    List<Tree> parts = new ArrayList<>();
    parts.add(block("do", attempt.body()));
    for (Statement.Catch each : attempt.catches()) {
      List<Tree> heads = new ArrayList<>();
      each.errors().forEach(error -> heads.add(word(error.text())));
      each.variable().ifPresent(name -> heads.add(node("as", word(name.text()))));
      parts.add(node("catch", heads, List.of(block("do", each.block()))));
    }
    attempt.last().ifPresent(block -> parts.add(block("finally", block)));
    return node("try", parts);
  }

  private static Tree fail(Statement.Fail fail) {
    List<Tree> parts = new ArrayList<>();
    parts.add(word(fail.error().text()));
    fail.message().ifPresent(message -> parts.add(node("message", ExprTree.of(message))));
    fail.data().ifPresent(data -> parts.add(node("with", ExprTree.of(data))));
    return node("fail", parts);
  }
}
