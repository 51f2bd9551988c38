package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The walk over one expression: what every node is when it runs, and of which type. One use only.
///
/// An error makes a node `any`, so that one mistake is told once.
final class Inference {

  private static final int DESCRIBED = 80;

  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Operators operators = new Operators(this);
  private final Access access = new Access(this);
  private final Literals literals = new Literals(this);
  private final Calls calls = new Calls(this);

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  void report(Code code, String message, Span at) {
    diagnostics.add(code.at(message, at));
  }

  void report(Code code, String message, Span at, Optional<String> hint) {
    Diagnostic plain = code.at(message, at);
    diagnostics.add(hint.map(plain::hint).orElse(plain));
  }

  void inOptional(Span at) {
    diagnostics.add(
        Code.IN_OPTIONAL.at("this is an optional, not a value", at).hint("add .orValue(…)"));
  }

  Typed infer(Expr expr, Scope scope) {
    return switch (expr) {
      case Expr.Null _ -> Typed.constant(Value.Null.NULL, Type.Simple.NULL);
      case Expr.Bool(boolean value, var _) ->
          Typed.constant(new Value.Bool(value), Type.Simple.BOOL);
      case Expr.Number number -> literals.number(number.text(), number.span());
      case Expr.Text(String value, var _, var _) ->
          Typed.constant(new Value.Text(value), Type.Simple.STRING);
      case Expr.Template template -> literals.template(template, scope);
      case Expr.Duration(var duration, var _) ->
          Typed.constant(new Value.Span(duration.value()), Type.Simple.DURATION);
      case Expr.Variable variable -> variable(variable, scope);
      case Expr.Field field -> access.field(field, scope);
      case Expr.Index index -> access.index(index, scope);
      case Expr.Call call -> calls.infer(call, scope);
      case Expr.Unary unary -> operators.unary(unary, scope);
      case Expr.Binary binary -> operators.binary(binary, scope);
      case Expr.Conditional conditional -> conditional(conditional, scope, false, Optional.empty());
      case Expr.ListLiteral list -> literals.list(list, scope, false, Optional.empty());
      case Expr.MapLiteral map -> literals.map(map, scope, false, Optional.empty());
    };
  }

  /// Like [#infer], for the outermost place: a map literal is a record with its fields, held
  /// against what is expected. Deeper inside, as in `{'a': 1}.b`, it is a map as in CEL.
  Typed shaped(Expr expr, Scope scope, Optional<Type> expected) {
    return switch (expr) {
      case Expr.Conditional conditional -> conditional(conditional, scope, true, expected);
      case Expr.ListLiteral list -> literals.list(list, scope, true, expected);
      case Expr.MapLiteral map -> literals.map(map, scope, true, expected);
      case Expr.Null _,
          Expr.Bool _,
          Expr.Number _,
          Expr.Text _,
          Expr.Template _,
          Expr.Duration _,
          Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.Unary _,
          Expr.Binary _ -> {
        Typed typed = infer(expr, scope);
        expected.ifPresent(type -> expect(typed, type, expr));
        yield typed;
      }
    };
  }

  Typed number(String text, Span at) {
    return literals.number(text, at);
  }

  Typed has(Expr.Field field, Scope scope) {
    return access.has(field, scope);
  }

  void requireBool(Typed typed, Expr expr) {
    operators.requireBool(typed, expr);
  }

  /// Complains where a value does not fit its place.
  void expect(Typed typed, Type expected, Expr expr) {
    switch (Types.fit(typed.type(), expected)) {
      case FITS -> {}
      case MAYBE_NULL -> mayBeNull(expr);
      case IN_OPTIONAL -> inOptional(expr.span());
      case NEVER ->
          report(
              Code.TYPE_MISMATCH,
              "expected " + shown(expected) + ", saw " + shown(typed.type()),
              expr.span());
    }
  }

  void mayBeNull(Expr expr) {
    String subject = path(expr).map(path -> "'" + path + "'").orElse("this");
    String hint =
        path(expr)
            .map(path -> "ask first: " + path + " != null")
            .orElse("ask first whether it is null");
    report(Code.MAYBE_NULL, subject + " may be null here", expr.span(), Optional.of(hint));
  }

  static String shown(Type type) {
    String text = Types.describe(type);
    return text.length() > DESCRIBED ? text.substring(0, DESCRIBED) + "…" : text;
  }

  /// The type of an operand, or `any` after a complaint that it may be null or is an optional.
  Type operand(Typed typed, Expr expr) {
    return switch (typed.type()) {
      case Type.Nullable(Type inner) -> {
        mayBeNull(expr);
        yield inner;
      }
      case Type.OptionalOf _ -> {
        inOptional(expr.span());
        yield Type.Simple.ANY;
      }
      case Type.Simple _, Type.ListOf _, Type.MapOf _, Type.Record _ -> typed.type();
    };
  }

  /// The path of a variable or of fields of one, as [Facts] name it.
  static Optional<String> path(Expr expr) {
    return switch (expr) {
      case Expr.Variable(var name, var _) -> Optional.of(name.text());
      case Expr.Field(Expr target, var name, boolean optional, var _) ->
          optional ? Optional.empty() : path(target).map(path -> path + "." + name.text());
      case Expr.Null _,
          Expr.Bool _,
          Expr.Number _,
          Expr.Text _,
          Expr.Template _,
          Expr.Duration _,
          Expr.Index _,
          Expr.Call _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Conditional _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          Optional.empty();
    };
  }

  private Typed variable(Expr.Variable variable, Scope scope) {
    String name = variable.name().text();
    Optional<Type> found = scope.type(name);
    if (found.isEmpty()) {
      Optional<String> hint =
          Nearest.hint(name, scope.names())
              .or(() ->
                  Functions.global(name).isEmpty()
                      ? Optional.empty()
                      : Optional.of("to call it, write " + name + "(…)"))
              .or(() -> Functions.advice(name));
      report(Code.UNKNOWN_NAME, "there is no '" + name + "' here", variable.span(), hint);
    }
    Type type = found.orElse(Type.Simple.ANY);
    return new Typed(new Expression.Variable(name), scope.knows(name) ? Types.nonNull(type) : type);
  }

  private Typed conditional(
      Expr.Conditional conditional, Scope scope, boolean shape, Optional<Type> expected) {
    Typed condition = infer(conditional.condition(), scope);
    operators.requireBool(condition, conditional.condition());
    Scope whenTrue = scope.assuming(condition.facts().whenTrue());
    Scope whenFalse = scope.assuming(condition.facts().whenFalse());
    Typed yes =
        shape ? shaped(conditional.yes(), whenTrue, expected) : infer(conditional.yes(), whenTrue);
    Typed no =
        shape ? shaped(conditional.no(), whenFalse, expected) : infer(conditional.no(), whenFalse);
    return new Typed(
        new Expression.Conditional(condition.expression(), yes.expression(), no.expression()),
        Types.join(yes.type(), no.type()));
  }
}
