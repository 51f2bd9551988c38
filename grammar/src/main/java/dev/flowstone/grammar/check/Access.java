package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import dev.flowstone.grammar.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fields and indexes: `a.b`, `a.?b`, `a[i]`, `a[?i]`, `has(a.b)`.
final class Access {

  private final Inference inference;

  Access(Inference inference) {
    this.inference = inference;
  }

  Typed field(Expr.Field field, Scope scope) {
    Typed target = inference.infer(field.target(), scope);
    Expression selected =
        new Expression.Select(target.expression(), field.field().text(), field.optional());
    boolean inOptional = target.type() instanceof Type.OptionalOf;
    Type holder =
        target.type() instanceof Type.OptionalOf(Type inner)
            ? inner
            : nonNull(target, field.target());
    Optional<String> path = Inference.path(field);
    boolean sure =
        field.optional()
            || inOptional
            || path.map(p -> scope.knows(p) || scope.knows("?" + p)).orElse(false);
    Type type = member(holder, field.field(), sure);
    if (field.optional() || inOptional) {
      return new Typed(selected, new Type.OptionalOf(type));
    }
    boolean known = path.map(scope::knows).orElse(false);
    return new Typed(selected, known ? Types.nonNull(type) : type);
  }

  private Type nonNull(Typed target, Expr expr) {
    if (target.type() instanceof Type.Nullable(Type inner)) {
      inference.mayBeNull(expr);
      return inner;
    }
    return target.type();
  }

  /// The type of a field, with a complaint where there is none.
  private Type member(Type holder, Name name, boolean sure) {
    return switch (holder) {
      case Type.Record(var fields) -> {
        Type.Field field = fields.get(name.text());
        if (field == null) {
          unknownField(name, fields.keySet());
          yield Type.Simple.ANY;
        }
        if (field.optional() && !sure) {
          inference.report(
              Code.MAYBE_MISSING,
              "the field '" + name.text() + "' may be missing",
              name.span(),
              Optional.of("ask first with has(…), or use .?" + name.text() + ".orValue(…)"));
        }
        yield field.type();
      }
      case Type.MapOf(var _, Type value) -> value == Type.Simple.NEVER ? Type.Simple.ANY : value;
      case Type.Simple simple -> {
        if (!Types.isOpen(simple)) {
          noFields(simple, name);
        }
        yield Type.Simple.ANY;
      }
      case Type.ListOf _, Type.OptionalOf _, Type.Nullable _ -> {
        noFields(holder, name);
        yield Type.Simple.ANY;
      }
    };
  }

  private void unknownField(Name name, Set<String> known) {
    Optional<String> hint =
        Nearest.hint(name.text(), known)
            .or(() ->
                known.isEmpty()
                    ? Optional.empty()
                    : Optional.of("it has " + String.join(", ", known)));
    inference.report(
        Code.UNKNOWN_FIELD, "there is no field '" + name.text() + "'", name.span(), hint);
  }

  private void noFields(Type holder, Name name) {
    boolean method = !Functions.method(name.text()).isEmpty();
    Optional<String> hint =
        method
            ? Optional.of("to call it, write ." + name.text() + "(…)")
            : holder instanceof Type.ListOf
                ? Optional.of("take an element first: [0], or use a macro such as .map(x, …)")
                : Optional.empty();
    inference.report(
        Code.UNKNOWN_FIELD,
        "a value of type " + Inference.shown(holder) + " has no fields",
        name.span(),
        hint);
  }

  /// `has(a.b)`; the field may be missing, which is what is asked.
  Typed has(Expr.Field field, Scope scope) {
    Typed target = inference.infer(field.target(), scope);
    Type holder =
        target.type() instanceof Type.OptionalOf(Type inner)
            ? inner
            : nonNull(target, field.target());
    member(holder, field.field(), true);
    Set<String> facts = Inference.path(field).map(path -> Set.of("?" + path)).orElse(Set.of());
    return new Typed(
        new Expression.Has(target.expression(), field.field().text()),
        Type.Simple.BOOL,
        new Facts(facts, Set.of()));
  }

  Typed index(Expr.Index index, Scope scope) {
    Typed target = inference.infer(index.target(), scope);
    Typed key = inference.infer(index.index(), scope);
    Type keyType = inference.operand(key, index.index());
    boolean inOptional = target.type() instanceof Type.OptionalOf;
    Type holder =
        target.type() instanceof Type.OptionalOf(Type inner)
            ? inner
            : nonNull(target, index.target());
    Type type = element(holder, keyType, key, index);
    Expression at = new Expression.At(target.expression(), key.expression(), index.optional());
    return new Typed(at, index.optional() || inOptional ? new Type.OptionalOf(type) : type);
  }

  private Type element(Type holder, Type keyType, Typed key, Expr.Index index) {
    return switch (holder) {
      case Type.ListOf(Type element) -> {
        if (!Types.isOpen(keyType) && !Types.isNumeric(keyType)) {
          inference.report(
              Code.TYPE_MISMATCH,
              "a list is indexed by an int, saw " + Inference.shown(keyType),
              index.index().span());
        }
        yield element == Type.Simple.NEVER ? Type.Simple.ANY : element;
      }
      case Type.MapOf(Type wanted, Type value) -> {
        if (!Types.overlap(wanted, keyType)) {
          wrongKey(wanted, keyType, index.index());
        }
        yield value == Type.Simple.NEVER ? Type.Simple.ANY : value;
      }
      case Type.Record(var fields) -> recordElement(fields, keyType, key, index);
      case Type.Simple simple -> {
        if (!Types.isOpen(simple)) {
          notIndexed(simple, index);
        }
        yield Type.Simple.ANY;
      }
      case Type.OptionalOf _, Type.Nullable _ -> {
        notIndexed(holder, index);
        yield Type.Simple.ANY;
      }
    };
  }

  private Type recordElement(
      Map<String, Type.Field> fields, Type keyType, Typed key, Expr.Index index) {
    if (key.expression() instanceof Expression.Constant(Value.Text(String text))) {
      return member(
          new Type.Record(fields), new Name(text, index.index().span()), index.optional());
    }
    if (!Types.overlap(Type.Simple.STRING, keyType)) {
      wrongKey(Type.Simple.STRING, keyType, index.index());
    }
    return Types.closed(Types.asMap(new Type.Record(fields)).value());
  }

  private void wrongKey(Type wanted, Type saw, Expr at) {
    inference.report(
        Code.TYPE_MISMATCH,
        "this map is indexed by a " + Inference.shown(wanted) + ", saw " + Inference.shown(saw),
        at.span());
  }

  private void notIndexed(Type holder, Expr.Index index) {
    Optional<String> hint =
        holder == Type.Simple.STRING
            ? Optional.of("for a character, use .charAt(…)")
            : Optional.empty();
    inference.report(
        Code.TYPE_MISMATCH,
        "a value of type " + Inference.shown(holder) + " has no index",
        index.span(),
        hint);
  }
}
