package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.check.Checked;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.check.Scope;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks the expressions of statements where they stand: names by [Names], types by the checker of
/// expressions, with what the flow knows at that point.
final class Expressions {

  private final Names names;
  private final Flow flow;
  private final Report report;
  private final Compiled compiled = new Compiled();

  Expressions(Names names, Flow flow, Report report) {
    this.names = names;
    this.flow = flow;
    this.report = report;
  }

  Compiled compiled() {
    return compiled;
  }

  Type type(Expr expr) {
    return check(expr, Optional.empty()).type();
  }

  /// Checks an expression where a value of one type is wanted.
  void expect(Expr expr, Type wanted) {
    check(expr, Optional.of(wanted));
  }

  Condition condition(Expr expr) {
    return new Condition(expr, check(expr, Optional.of(Type.Simple.BOOL)).facts());
  }

  /// Checks the list that a `for` goes through and gives the type of its elements.
  Type element(Expr items) {
    Type found = check(items, Optional.of(new Type.ListOf(Type.Simple.ANY))).type();
    return Types.nonNull(found) instanceof Type.ListOf(Type element) ? element : Type.Simple.ANY;
  }

  private Checked check(Expr expr, Optional<Type> wanted) {
    FreeNames free = FreeNames.of(expr);
    names.check(free);
    Scope scope = scope(free.free());
    Checked checked =
        wanted
            .map(type -> Checker.check(expr, scope, type))
            .orElseGet(() -> Checker.check(expr, scope));
    checked.diagnostics().forEach(report::add);
    compiled.put(expr, checked.expression());
    return checked;
  }

  /// A name that is not known was told of by [Names]; it may be anything here, so that nothing else
  /// is said of it.
  private Scope scope(List<Name> free) {
    Map<String, Type> types = new HashMap<>();
    Set<String> present = new HashSet<>();
    for (Name name : free) {
      var fact = flow.find(name.text());
      types.put(name.text(), fact.map(Fact::seen).orElse(Type.Simple.ANY));
      fact.ifPresent(it -> present.addAll(it.present()));
    }
    return Scope.of(types).assuming(present);
  }
}
