package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Type.Simple;
import dev.flowstone.grammar.type.Types;
import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the signs of the language take and give.
final class Operators {

  private final Inference inference;

  Operators(Inference inference) {
    this.inference = inference;
  }

  void requireBool(Typed typed, Expr expr) {
    Type type = inference.operand(typed, expr);
    if (!Types.isOpen(type) && type != Simple.BOOL) {
      inference.report(
          Code.TYPE_MISMATCH, "expected bool, saw " + Inference.shown(type), expr.span());
    }
  }

  Typed unary(Expr.Unary unary, Scope scope) {
    return switch (unary.operator()) {
      case NOT -> {
        Typed operand = inference.infer(unary.operand(), scope);
        requireBool(operand, unary.operand());
        yield new Typed(
            new Expression.Invoke(Function.NOT, List.of(operand.expression())),
            Simple.BOOL,
            operand.facts().not());
      }
      case NEGATE -> negate(unary, scope);
    };
  }

  private Typed negate(Expr.Unary unary, Scope scope) {
    if (unary.operand() instanceof Expr.Number(String text, var _)) {
      return inference.number("-" + text, unary.span());
    }
    Typed operand = inference.infer(unary.operand(), scope);
    if (operand.expression() instanceof Expression.Constant(Value.Int(long value))
        && value != Long.MIN_VALUE) {
      return Typed.constant(new Value.Int(-value), Simple.INT);
    }
    Type type = inference.operand(operand, unary.operand());
    if (!Types.isOpen(type) && !Types.isNumeric(type)) {
      inference.report(
          Code.TYPE_MISMATCH, "'-' takes a number, saw " + Inference.shown(type), unary.span());
    }
    return new Typed(
        new Expression.Invoke(Function.NEGATE, List.of(operand.expression())),
        Types.isNumeric(type) ? type : Simple.NUMBER);
  }

  Typed binary(Expr.Binary binary, Scope scope) {
    return switch (binary.operator()) {
      case AND -> and(binary, scope);
      case OR -> or(binary, scope);
      case EQUAL -> equal(binary, scope, Function.EQUAL);
      case NOT_EQUAL -> equal(binary, scope, Function.NOT_EQUAL);
      case LESS -> ordered(binary, scope, Function.LESS);
      case LESS_OR_EQUAL -> ordered(binary, scope, Function.LESS_OR_EQUAL);
      case GREATER -> ordered(binary, scope, Function.GREATER);
      case GREATER_OR_EQUAL -> ordered(binary, scope, Function.GREATER_OR_EQUAL);
      case IN -> in(binary, scope);
      case ADD -> arithmetic(binary, scope, Function.ADD);
      case SUBTRACT -> arithmetic(binary, scope, Function.SUBTRACT);
      case MULTIPLY -> arithmetic(binary, scope, Function.MULTIPLY);
      case DIVIDE -> arithmetic(binary, scope, Function.DIVIDE);
      case REMAINDER -> arithmetic(binary, scope, Function.REMAINDER);
    };
  }

  private Typed and(Expr.Binary binary, Scope scope) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope.assuming(left.facts().whenTrue()));
    requireBool(left, binary.left());
    requireBool(right, binary.right());
    return new Typed(
        new Expression.And(left.expression(), right.expression()),
        Simple.BOOL,
        left.facts().and(right.facts()));
  }

  private Typed or(Expr.Binary binary, Scope scope) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope.assuming(left.facts().whenFalse()));
    requireBool(left, binary.left());
    requireBool(right, binary.right());
    return new Typed(
        new Expression.Or(left.expression(), right.expression()),
        Simple.BOOL,
        left.facts().or(right.facts()));
  }

  private Typed equal(Expr.Binary binary, Scope scope, Function function) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope);
    boolean optionals =
        left.type() instanceof Type.OptionalOf ^ right.type() instanceof Type.OptionalOf;
    if (optionals && !Types.isOpen(left.type()) && !Types.isOpen(right.type())) {
      inference.inOptional(
          (left.type() instanceof Type.OptionalOf ? binary.left() : binary.right()).span());
    } else if (!Types.overlap(left.type(), right.type())) {
      inference.report(
          Code.TYPE_MISMATCH,
          "a value of type "
              + Inference.shown(left.type())
              + " never equals one of type "
              + Inference.shown(right.type()),
          binary.span());
    }
    Facts facts =
        distinct(binary.left(), binary.right())
            .or(() -> distinct(binary.right(), binary.left()))
            .orElse(Facts.NONE);
    return new Typed(
        new Expression.Invoke(function, List.of(left.expression(), right.expression())),
        Simple.BOOL,
        function == Function.NOT_EQUAL ? facts : facts.not());
  }

  /// What `path != other` tells: against null, that the path is not null where it holds; against
  /// another literal, that it is not null where it does not.
  private static Optional<Facts> distinct(Expr side, Expr other) {
    return Inference.path(side)
        .flatMap(path ->
            switch (other) {
              case Expr.Null _ -> Optional.of(new Facts(Set.of(path), Set.of()));
              case Expr.Bool _, Expr.Number _, Expr.Text _, Expr.Template _, Expr.Duration _ ->
                  Optional.of(new Facts(Set.of(), Set.of(path)));
              case Expr.Variable _,
                  Expr.Field _,
                  Expr.Index _,
                  Expr.Call _,
                  Expr.Unary _,
                  Expr.Binary _,
                  Expr.Conditional _,
                  Expr.ListLiteral _,
                  Expr.MapLiteral _ ->
                  Optional.empty();
            });
  }

  private Typed ordered(Expr.Binary binary, Scope scope, Function function) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope);
    Type one = inference.operand(left, binary.left());
    Type other = inference.operand(right, binary.right());
    boolean comparable = isOrdered(one) && isOrdered(other) && Types.overlap(one, other);
    if (!comparable) {
      inference.report(
          Code.TYPE_MISMATCH,
          "'"
              + binary.operator().sign()
              + "' cannot compare "
              + Inference.shown(one)
              + " with "
              + Inference.shown(other),
          binary.span());
    }
    return new Typed(
        new Expression.Invoke(function, List.of(left.expression(), right.expression())),
        Simple.BOOL);
  }

  private static boolean isOrdered(Type type) {
    return type instanceof Simple && type != Simple.NULL;
  }

  private Typed in(Expr.Binary binary, Scope scope) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope);
    Type container = inference.operand(right, binary.right());
    Optional<Type> member =
        switch (container) {
          case Type.ListOf(Type element) -> Optional.of(element);
          case Type.MapOf(Type key, var _) -> Optional.of(key);
          case Type.Record _ -> Optional.of(Simple.STRING);
          case Simple simple -> Types.isOpen(simple) ? Optional.of(Simple.ANY) : Optional.empty();
          case Type.Nullable _, Type.OptionalOf _ -> Optional.of(Simple.ANY);
        };
    if (member.isEmpty()) {
      inference.report(
          Code.TYPE_MISMATCH,
          "after 'in' comes a list or a map, saw " + Inference.shown(container),
          binary.right().span(),
          container == Simple.STRING
              ? Optional.of("for a part of a text, use .contains(…)")
              : Optional.empty());
    } else if (!Types.overlap(left.type(), member.get())) {
      inference.report(
          Code.TYPE_MISMATCH,
          "a value of type "
              + Inference.shown(left.type())
              + " is never in a "
              + (container instanceof Type.ListOf ? "list of " : "map with keys of type ")
              + Inference.shown(member.get()),
          binary.span());
    }
    return new Typed(
        new Expression.Invoke(Function.IN, List.of(left.expression(), right.expression())),
        Simple.BOOL);
  }

  private Typed arithmetic(Expr.Binary binary, Scope scope, Function function) {
    Typed left = inference.infer(binary.left(), scope);
    Typed right = inference.infer(binary.right(), scope);
    Type one = inference.operand(left, binary.left());
    Type other = inference.operand(right, binary.right());
    Optional<Type> result = result(function, one, other);
    if (result.isEmpty()) {
      boolean text = one == Simple.STRING || other == Simple.STRING;
      inference.report(
          Code.TYPE_MISMATCH,
          "'"
              + binary.operator().sign()
              + "' cannot take "
              + Inference.shown(one)
              + " and "
              + Inference.shown(other),
          binary.span(),
          function == Function.ADD && text
              ? Optional.of("put values into text with \"… ${value} …\"")
              : Optional.empty());
    }
    return new Typed(
        new Expression.Invoke(function, List.of(left.expression(), right.expression())),
        result.orElse(Simple.ANY));
  }

  /// The type of `one sign other`, or nothing where there is no such operation.
  private static Optional<Type> result(Function function, Type one, Type other) {
    boolean numeric =
        (Types.isNumeric(one) || Types.isOpen(one))
            && (Types.isNumeric(other) || Types.isOpen(other));
    if (Types.isOpen(one) && Types.isOpen(other)) {
      return Optional.of(
          function == Function.ADD || function == Function.SUBTRACT ? Simple.ANY : Simple.NUMBER);
    }
    if (function == Function.REMAINDER) {
      boolean doubles = one == Simple.DOUBLE || other == Simple.DOUBLE;
      return numeric && !doubles ? Optional.of(Simple.INT) : Optional.empty();
    }
    if (numeric) {
      return Optional.of(
          one == Simple.DOUBLE || other == Simple.DOUBLE
              ? Simple.DOUBLE
              : one == Simple.INT && other == Simple.INT ? Simple.INT : Simple.NUMBER);
    }
    return switch (function) {
      case ADD -> sum(one, other);
      case SUBTRACT -> difference(one, other);
      default -> Optional.empty();
    };
  }

  private static Optional<Type> sum(Type one, Type other) {
    if (Types.isOpen(one)) {
      return sum(other, one);
    }
    return switch (one) {
      case Type.ListOf(Type element) ->
          switch (other) {
            case Type.ListOf(Type more) -> Optional.of(new Type.ListOf(Types.join(element, more)));
            case Simple simple ->
                Types.isOpen(simple) ? Optional.of(new Type.ListOf(Simple.ANY)) : Optional.empty();
            case Type.MapOf _, Type.Record _, Type.Nullable _, Type.OptionalOf _ ->
                Optional.empty();
          };
      case Simple simple ->
          switch (simple) {
            case STRING ->
                Types.isOpen(other) || other == Simple.STRING
                    ? Optional.of(Simple.STRING)
                    : Optional.empty();
            case TIMESTAMP ->
                Types.isOpen(other) || other == Simple.DURATION
                    ? Optional.of(Simple.TIMESTAMP)
                    : Optional.empty();
            case DURATION ->
                Types.isOpen(other)
                    ? Optional.of(Simple.ANY)
                    : other == Simple.DURATION || other == Simple.TIMESTAMP
                        ? Optional.of(other)
                        : Optional.empty();
            case ANY, NEVER, NULL, BOOL, INT, DOUBLE, NUMBER -> Optional.empty();
          };
      case Type.MapOf _, Type.Record _, Type.Nullable _, Type.OptionalOf _ -> Optional.empty();
    };
  }

  private static Optional<Type> difference(Type one, Type other) {
    if (one == Simple.DURATION) {
      return Types.isOpen(other) || other == Simple.DURATION
          ? Optional.of(Simple.DURATION)
          : Optional.empty();
    }
    if (one == Simple.TIMESTAMP) {
      return other == Simple.TIMESTAMP
          ? Optional.of(Simple.DURATION)
          : other == Simple.DURATION
              ? Optional.of(Simple.TIMESTAMP)
              : Types.isOpen(other) ? Optional.of(Simple.ANY) : Optional.empty();
    }
    boolean ofTime = other == Simple.TIMESTAMP || other == Simple.DURATION;
    return Types.isOpen(one) && ofTime ? Optional.of(Simple.ANY) : Optional.empty();
  }
}
