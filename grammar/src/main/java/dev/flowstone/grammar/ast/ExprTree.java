package dev.flowstone.grammar.ast;

import static dev.flowstone.grammar.ast.Tree.node;
import static dev.flowstone.grammar.ast.Tree.word;

import java.util.ArrayList;
import java.util.List;

/// Expressions as s-expressions.
final class ExprTree {

  private ExprTree() {}

  static Tree of(Expr expr) {
    return switch (expr) {
      case Expr.Null _ -> word("null");
      case Expr.Bool it -> word(String.valueOf(it.value()));
      case Expr.Number it -> word(it.text());
      case Expr.Text it -> Tree.quoted(it.value());
      case Expr.Template it -> node("template", all(it.parts()));
      case Expr.Duration it -> word(it.duration().text());
      case Expr.Variable it -> word(it.name().text());
      case Expr.Field it ->
          node(it.optional() ? ".?" : ".", of(it.target()), word(TypeTree.label(it.field())));
      case Expr.Index it -> node(it.optional() ? "[?]" : "[]", of(it.target()), of(it.index()));
      case Expr.Call it -> call(it);
      case Expr.Unary it -> node(it.operator().sign(), of(it.operand()));
      case Expr.Binary it -> node(it.operator().sign(), of(it.left()), of(it.right()));
      case Expr.Conditional it -> node("?:", of(it.condition()), of(it.yes()), of(it.no()));
      case Expr.ListLiteral it ->
          node(
              "list",
              it.elements().stream()
                  .map(element ->
                      element.optional() ? node("?", of(element.value())) : of(element.value()))
                  .toList());
      case Expr.MapLiteral it ->
          node(
              "map",
              it.entries().stream()
                  .map(entry ->
                      node(
                          entry.optional() ? "?entry" : "entry",
                          of(entry.key()),
                          of(entry.value())))
                  .toList());
    };
  }

  private static List<Tree> all(List<Expr> exprs) {
    return exprs.stream().map(ExprTree::of).toList();
  }

  private static Tree call(Expr.Call call) {
    List<Tree> parts = new ArrayList<>();
    parts.add(word(TypeTree.label(call.function())));
    call.target().ifPresent(target -> parts.add(of(target)));
    parts.addAll(all(call.arguments()));
    return node(call.target().isPresent() ? "method" : "function", parts);
  }
}
