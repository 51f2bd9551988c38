package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.check.Macros;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The names that an expression takes from around it, and those that its macros bind.
///
/// A macro variable is known only inside its macro; the same name around it would be hidden, which
/// the language does not allow, so binders are told as well.
final class FreeNames {

  /// Where the functions of a library are found (`math.greatest`): no variables.
  static final Set<String> LIBRARIES =
      Set.of("cel", "math", "lists", "strings", "optional", "sets", "regex", "base64");

  private final List<Name> free = new ArrayList<>();
  private final List<Name> bound = new ArrayList<>();
  private final Set<String> visible = new HashSet<>();

  private FreeNames() {}

  static FreeNames of(Expr expr) {
    FreeNames names = new FreeNames();
    names.walk(expr);
    return names;
  }

  List<Name> free() {
    return free;
  }

  List<Name> bound() {
    return bound;
  }

  private void walk(Expr expr) {
    switch (expr) {
      case Expr.Null _, Expr.Bool _, Expr.Number _, Expr.Text _, Expr.Duration _ -> {}
      case Expr.Template(var parts, var _, var _) -> parts.forEach(this::walk);
      case Expr.Variable(Name name, var _) -> {
        if (!visible.contains(name.text())) {
          free.add(name);
        }
      }
      case Expr.Field(Expr target, var _, var _, var _) -> walk(target);
      case Expr.Index(Expr target, Expr index, var _, var _) -> {
        walk(target);
        walk(index);
      }
      case Expr.Call call -> call(call);
      case Expr.Unary(var _, Expr operand, var _) -> walk(operand);
      case Expr.Binary(var _, Expr left, Expr right, var _) -> {
        walk(left);
        walk(right);
      }
      case Expr.Conditional(Expr condition, Expr yes, Expr no, var _) -> {
        walk(condition);
        walk(yes);
        walk(no);
      }
      case Expr.ListLiteral(var elements, var _) ->
          elements.forEach(element -> walk(element.value()));
      case Expr.MapLiteral(var entries, var _) ->
          entries.forEach(entry -> {
            walk(entry.key());
            walk(entry.value());
          });
    }
  }

  private void call(Expr.Call call) {
    boolean library =
        call.target().isPresent()
            && call.target().get() instanceof Expr.Variable(Name name, var _)
            && LIBRARIES.contains(name.text())
            && !visible.contains(name.text());
    if (!library) {
      call.target().ifPresent(this::walk);
    }
    int binders = binders(call, library);
    List<Name> mine = new ArrayList<>();
    for (Expr argument : call.arguments().subList(0, binders)) {
      if (argument instanceof Expr.Variable(Name name, var _)) {
        bound.add(name);
        mine.add(name);
      } else {
        walk(argument);
      }
    }
    List<Expr> rest = call.arguments().subList(binders, call.arguments().size());
    if (library && binders == 1 && !rest.isEmpty()) {
      // The value that cel.bind names does not see the name.
      walk(rest.getFirst());
      rest = rest.subList(1, rest.size());
    }
    List<String> added = mine.stream().map(Name::text).filter(visible::add).toList();
    rest.forEach(this::walk);
    added.forEach(visible::remove);
  }

  /// How many of the first arguments are names that the call binds.
  private static int binders(Expr.Call call, boolean library) {
    int arguments = call.arguments().size();
    String function = call.function().text();
    if (library) {
      return function.equals("bind") && arguments == 3 ? 1 : 0;
    }
    if (call.target().isEmpty() || !Macros.NAMES.contains(function) || arguments < 2) {
      return 0;
    }
    boolean second =
        arguments >= 3
            && call.arguments().get(1) instanceof Expr.Variable
            && !(function.equals("map") && arguments == 3);
    return second ? 2 : 1;
  }
}
