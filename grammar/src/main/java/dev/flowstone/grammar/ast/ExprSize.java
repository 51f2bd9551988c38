package dev.flowstone.grammar.ast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// How large an expression is: its nodes, and the nodes on its longest path.
///
/// Everything that works on expressions may recurse, because expressions of more than [#MOST_NODES]
/// nodes or [#DEEPEST] levels are refused where they are read. This count itself does not recurse.
public record ExprSize(int nodes, int depth) {

  public static final int MOST_NODES = 2_000;
  public static final int DEEPEST = 100;

  private record Visit(Expr expr, int depth) {}

  public static ExprSize of(Expr expr) {
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(expr, 1));
    int nodes = 0;
    int deepest = 0;
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      nodes++;
      deepest = Math.max(deepest, visit.depth());
      for (Expr child : children(visit.expr())) {
        open.push(new Visit(child, visit.depth() + 1));
      }
    }
    return new ExprSize(nodes, deepest);
  }

  /// Whether the expression may be worked on.
  public boolean withinBounds() {
    return nodes <= MOST_NODES && depth <= DEEPEST;
  }

  private static List<Expr> children(Expr expr) {
    return switch (expr) {
      case Expr.Null _, Expr.Bool _, Expr.Number _, Expr.Text _, Expr.Duration _, Expr.Variable _ ->
          List.of();
      case Expr.Template template -> template.parts();
      case Expr.Field field -> List.of(field.target());
      case Expr.Index index -> List.of(index.target(), index.index());
      case Expr.Call call -> {
        List<Expr> all = new ArrayList<>(call.arguments());
        call.target().ifPresent(all::addFirst);
        yield all;
      }
      case Expr.Unary unary -> List.of(unary.operand());
      case Expr.Binary binary -> List.of(binary.left(), binary.right());
      case Expr.Conditional conditional ->
          List.of(conditional.condition(), conditional.yes(), conditional.no());
      case Expr.ListLiteral list -> list.elements().stream().map(Expr.Element::value).toList();
      case Expr.MapLiteral map -> {
        List<Expr> all = new ArrayList<>();
        for (Expr.Entry entry : map.entries()) {
          all.add(entry.key());
          all.add(entry.value());
        }
        yield all;
      }
    };
  }
}
