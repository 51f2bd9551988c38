package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import java.util.IdentityHashMap;
import java.util.Optional;

/// What each expression of a tree compiles to, found by the node itself: two that are written alike
/// may mean different things where they stand.
public final class Compiled {

  private final IdentityHashMap<Expr, Expression> expressions = new IdentityHashMap<>();

  Compiled() {}

  void put(Expr expr, Expression expression) {
    expressions.put(expr, expression);
  }

  /// The compiled form of a node, if it is an expression of a statement of the tree.
  public Optional<Expression> find(Expr expr) {
    return Optional.ofNullable(expressions.get(expr));
  }

  /// The compiled form of a node.
  ///
  /// @throws IllegalArgumentException for a node that is no expression of a statement of the tree
  public Expression of(Expr expr) {
    return find(expr)
        .orElseThrow(() -> new IllegalArgumentException("not of this workflow: " + expr));
  }
}
