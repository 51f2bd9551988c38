package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import java.util.Set;

/// Puts into the flow what the outcome of a condition tells: a path that was compared with null is
/// there, and behind a condition that is written as `true` or `false` one side is never reached.
final class Narrowing {

  private Narrowing() {}

  static void apply(Condition condition, boolean holds, Flow flow) {
    if (condition.expr() instanceof Expr.Bool(boolean value, var _) && value != holds) {
      flow.leave();
      return;
    }
    Set<String> paths = holds ? condition.facts().whenTrue() : condition.facts().whenFalse();
    for (String path : paths) {
      String name = root(path);
      flow.find(name).ifPresent(fact -> flow.set(name, fact.with(name, path)));
    }
  }

  /// `approval` of `approval.reason` and of `?approval.reason`.
  private static String root(String path) {
    int start = path.startsWith("?") ? 1 : 0;
    int dot = path.indexOf('.', start);
    return dot < 0 ? path.substring(start) : path.substring(start, dot);
  }
}
