package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Expression.Comprehension.Kind;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Type.Simple;
import dev.flowstone.grammar.type.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The calls that are no functions, since they name variables or ask for a field: `has`,
/// `cel.bind`, `all`, `map` …
public final class Macros {

  /// Those that bind variables and are called on a value.
  public static final Set<String> NAMES =
      Set.of(
          "all",
          "exists",
          "exists_one",
          "existsOne",
          "map",
          "filter",
          "transformList",
          "transformMap",
          "transformMapEntry",
          "optMap",
          "optFlatMap",
          "sortBy");

  private final Inference inference;

  Macros(Inference inference) {
    this.inference = inference;
  }

  /// The macro, or nothing where the call is none.
  Optional<Typed> infer(Expr.Call call, Scope scope) {
    String name = call.function().text();
    int count = call.arguments().size();
    if (call.target().isEmpty()) {
      return name.equals("has") && count == 1 ? Optional.of(has(call, scope)) : Optional.empty();
    }
    Expr target = call.target().get();
    boolean bind =
        name.equals("bind")
            && target instanceof Expr.Variable(var space, var _)
            && space.text().equals("cel");
    if (bind) {
      return count == 3 ? Optional.of(bind(call, scope)) : Optional.empty();
    }
    return switch (name) {
      case "all" -> quantifier(Kind.ALL, call, target, scope);
      case "exists" -> quantifier(Kind.EXISTS, call, target, scope);
      case "exists_one", "existsOne" -> quantifier(Kind.EXISTS_ONE, call, target, scope);
      case "filter" -> count == 2 ? Optional.of(filter(call, target, scope)) : Optional.empty();
      case "map" ->
          count == 2 || count == 3
              ? Optional.of(transform(Kind.MAP, call, target, scope, 1))
              : Optional.empty();
      case "transformList" -> twoVariables(Kind.TRANSFORM_LIST, call, target, scope);
      case "transformMap" -> twoVariables(Kind.TRANSFORM_MAP, call, target, scope);
      case "transformMapEntry" -> twoVariables(Kind.TRANSFORM_MAP_ENTRY, call, target, scope);
      case "optMap" ->
          count == 2 ? Optional.of(optional(Kind.OPT_MAP, call, target, scope)) : Optional.empty();
      case "optFlatMap" ->
          count == 2
              ? Optional.of(optional(Kind.OPT_FLAT_MAP, call, target, scope))
              : Optional.empty();
      case "sortBy" ->
          count == 2
              ? Optional.of(transform(Kind.SORT_BY, call, target, scope, 1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Typed has(Expr.Call call, Scope scope) {
    if (call.arguments().getFirst() instanceof Expr.Field field && !field.optional()) {
      return inference.has(field, scope);
    }
    inference.report(
        Code.MACRO,
        "has(…) asks for a field, as in has(order.note)",
        call.arguments().getFirst().span());
    return new Typed(new Expression.Unresolved("has(…) asks for a field"), Simple.BOOL);
  }

  private Typed bind(Expr.Call call, Scope scope) {
    String name = variable(call, 0);
    Typed value = inference.infer(call.arguments().get(1), scope);
    Typed body = inference.infer(call.arguments().get(2), scope.with(name, value.type()));
    return new Typed(new Expression.Bind(name, value.expression(), body.expression()), body.type());
  }

  /// The name that an argument introduces.
  private String variable(Expr.Call call, int argument) {
    Expr expr = call.arguments().get(argument);
    if (expr instanceof Expr.Variable(var name, var _)) {
      boolean again =
          argument == 1
              && call.arguments().getFirst() instanceof Expr.Variable(var first, var _)
              && first.text().equals(name.text());
      if (again) {
        inference.report(Code.MACRO, "the two variables of a macro need two names", expr.span());
      }
      return name.text();
    }
    inference.report(
        Code.MACRO,
        "'"
            + call.function().text()
            + "' needs the name of a variable here, as in ."
            + call.function().text()
            + "(x, …)",
        expr.span());
    return "?";
  }

  private record Elements(Type first, Type second, boolean map) {}

  /// What the variables of a macro over a range are: of a list index and element, of a map key and
  /// value.
  private Elements elements(Typed range, Expr target, Expr.Call call) {
    Type type = inference.operand(range, target);
    return switch (type) {
      case Type.ListOf(Type element) -> new Elements(Simple.INT, open(element), false);
      case Type.MapOf(Type key, Type value) -> new Elements(open(key), open(value), true);
      case Type.Record record ->
          new Elements(Simple.STRING, open(Types.asMap(record).value()), true);
      case Simple simple -> {
        if (!Types.isOpen(simple)) {
          inference.report(
              Code.TYPE_MISMATCH,
              "'"
                  + call.function().text()
                  + "' goes over a list or a map, saw "
                  + Inference.shown(type),
              target.span());
        }
        yield new Elements(Simple.ANY, Simple.ANY, false);
      }
      case Type.Nullable _, Type.OptionalOf _ -> new Elements(Simple.ANY, Simple.ANY, false);
    };
  }

  private static Type open(Type type) {
    return type == Simple.NEVER ? Simple.ANY : type;
  }

  private static Type single(Elements elements) {
    return elements.map() ? elements.first() : elements.second();
  }

  private Optional<Typed> quantifier(Kind kind, Expr.Call call, Expr target, Scope scope) {
    int count = call.arguments().size();
    if (count != 2 && count != 3) {
      return Optional.empty();
    }
    Typed range = inference.infer(target, scope);
    Elements elements = elements(range, target, call);
    String first = variable(call, 0);
    Optional<String> second = count == 3 ? Optional.of(variable(call, 1)) : Optional.empty();
    Scope inner =
        second
            .map(name -> scope.with(first, elements.first()).with(name, elements.second()))
            .orElseGet(() -> scope.with(first, single(elements)));
    Expr body = call.arguments().getLast();
    Typed condition = inference.infer(body, inner);
    inference.requireBool(condition, body);
    return Optional.of(
        new Typed(
            new Expression.Comprehension(
                kind,
                range.expression(),
                first,
                second,
                Optional.of(condition.expression()),
                Optional.empty()),
            Simple.BOOL));
  }

  private Typed filter(Expr.Call call, Expr target, Scope scope) {
    Typed range = inference.infer(target, scope);
    Elements elements = elements(range, target, call);
    String name = variable(call, 0);
    Expr body = call.arguments().get(1);
    Typed condition = inference.infer(body, scope.with(name, single(elements)));
    inference.requireBool(condition, body);
    return new Typed(
        new Expression.Comprehension(
            Kind.FILTER,
            range.expression(),
            name,
            Optional.empty(),
            Optional.of(condition.expression()),
            Optional.empty()),
        new Type.ListOf(single(elements)));
  }

  private Optional<Typed> twoVariables(Kind kind, Expr.Call call, Expr target, Scope scope) {
    int count = call.arguments().size();
    return count == 3 || count == 4
        ? Optional.of(transform(kind, call, target, scope, 2))
        : Optional.empty();
  }

  private Typed transform(Kind kind, Expr.Call call, Expr target, Scope scope, int variables) {
    Typed range = inference.infer(target, scope);
    Elements elements = elements(range, target, call);
    String first = variable(call, 0);
    Optional<String> second = variables == 2 ? Optional.of(variable(call, 1)) : Optional.empty();
    Scope inner =
        second
            .map(name -> scope.with(first, elements.first()).with(name, elements.second()))
            .orElseGet(() -> scope.with(first, single(elements)));
    List<Expr> arguments = call.arguments();
    boolean filtered = arguments.size() == variables + 2;
    Optional<Typed> condition =
        filtered ? Optional.of(inference.infer(arguments.get(variables), inner)) : Optional.empty();
    condition.ifPresent(typed -> inference.requireBool(typed, arguments.get(variables)));
    Expr body = arguments.getLast();
    Typed result =
        inference.infer(
            body, inner.assuming(condition.map(t -> t.facts().whenTrue()).orElse(Set.of())));
    return new Typed(
        new Expression.Comprehension(
            kind,
            range.expression(),
            first,
            second,
            condition.map(Typed::expression),
            Optional.of(result.expression())),
        resultOf(kind, elements, range, result, body));
  }

  private Type resultOf(Kind kind, Elements elements, Typed range, Typed result, Expr body) {
    return switch (kind) {
      case MAP, TRANSFORM_LIST -> new Type.ListOf(result.type());
      case TRANSFORM_MAP -> new Type.MapOf(elements.first(), result.type());
      case TRANSFORM_MAP_ENTRY ->
          switch (result.type()) {
            case Type.MapOf map -> map;
            case Type.Record record -> Types.asMap(record);
            case Type other -> {
              if (!Types.isOpen(other)) {
                inference.report(
                    Code.TYPE_MISMATCH,
                    "transformMapEntry gives a map, as in {(k): v}, saw " + Inference.shown(other),
                    body.span());
              }
              yield new Type.MapOf(Simple.ANY, Simple.ANY);
            }
          };
      case SORT_BY -> Types.isOpen(range.type()) ? new Type.ListOf(Simple.ANY) : range.type();
      case ALL, EXISTS, EXISTS_ONE, FILTER, OPT_MAP, OPT_FLAT_MAP -> Simple.ANY;
    };
  }

  private Typed optional(Kind kind, Expr.Call call, Expr target, Scope scope) {
    Typed range = inference.infer(target, scope);
    Type content =
        switch (range.type()) {
          case Type.OptionalOf(Type inner) -> open(inner);
          case Type other -> {
            if (!Types.isOpen(other)) {
              inference.report(
                  Code.TYPE_MISMATCH,
                  "'"
                      + call.function().text()
                      + "' takes an optional, saw "
                      + Inference.shown(other),
                  target.span());
            }
            yield Simple.ANY;
          }
        };
    String name = variable(call, 0);
    Expr body = call.arguments().get(1);
    Typed result = inference.infer(body, scope.with(name, content));
    boolean flat = kind == Kind.OPT_FLAT_MAP;
    if (flat && !Types.isOpen(result.type()) && !(result.type() instanceof Type.OptionalOf)) {
      inference.report(
          Code.TYPE_MISMATCH,
          "optFlatMap gives an optional, saw " + Inference.shown(result.type()),
          body.span(),
          Optional.of("use optMap"));
    }
    return new Typed(
        new Expression.Comprehension(
            kind,
            range.expression(),
            name,
            Optional.empty(),
            Optional.empty(),
            Optional.of(result.expression())),
        flat ? result.type() : new Type.OptionalOf(result.type()));
  }
}
