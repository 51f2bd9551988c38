package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import dev.flowstone.grammar.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Numbers, templates, lists and maps as they are written.
final class Literals {

  private final Inference inference;

  Literals(Inference inference) {
    this.inference = inference;
  }

  /// A number literal, with a leading minus where the checker folded one in.
  Typed number(String text, Span at) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    if (!hex && digits.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
      Value.Double value = Value.Double.written(text);
      if (Double.isInfinite(value.value())) {
        inference.report(Code.NUMBER_RANGE, "the number " + text + " is too large", at);
      }
      return Typed.constant(value, Type.Simple.DOUBLE);
    }
    BigInteger size = hex ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
    BigInteger value = negative ? size.negate() : size;
    if (value.bitLength() > 63) {
      inference.report(Code.NUMBER_RANGE, "the integer " + text + " does not fit 64 bits", at);
      return new Typed(
          new Expression.Unresolved("the integer " + text + " does not fit 64 bits"),
          Type.Simple.INT);
    }
    return Typed.constant(new Value.Int(value.longValue()), Type.Simple.INT);
  }

  Typed template(Expr.Template template, Scope scope) {
    List<Expression> parts = new ArrayList<>();
    for (Expr part : template.parts()) {
      Typed typed = inference.infer(part, scope);
      Type type = inference.operand(typed, part);
      boolean printable =
          Types.isOpen(type) || (type instanceof Type.Simple && type != Type.Simple.NULL);
      if (!printable) {
        inference.report(
            Code.TYPE_MISMATCH,
            "a value of type " + Inference.shown(type) + " has no text",
            part.span(),
            type instanceof Type.ListOf
                ? Optional.of("for a list, use .join(\", \")")
                : Optional.empty());
      }
      parts.add(typed.expression());
    }
    return new Typed(new Expression.Join(parts), Type.Simple.STRING);
  }

  Typed list(Expr.ListLiteral list, Scope scope, boolean shape, Optional<Type> expected) {
    Optional<Type> element =
        expected.flatMap(type ->
            Types.nonNull(type) instanceof Type.ListOf(Type wanted)
                ? Optional.of(wanted)
                : Optional.empty());
    List<Expression.Element> elements = new ArrayList<>();
    Type joined = Type.Simple.NEVER;
    for (Expr.Element item : list.elements()) {
      Typed typed =
          shape && !item.optional()
              ? inference.shaped(item.value(), scope, element)
              : inference.infer(item.value(), scope);
      Type type = item.optional() ? unwrapped(typed, item.value()) : typed.type();
      joined = joined(joined, type);
      elements.add(new Expression.Element(item.optional(), typed.expression()));
    }
    Typed result = new Typed(new Expression.MakeList(elements), new Type.ListOf(joined));
    if (element.isEmpty()) {
      expected.ifPresent(type -> inference.expect(result, type, list));
    }
    return result;
  }

  private Type unwrapped(Typed typed, Expr expr) {
    if (typed.type() instanceof Type.OptionalOf(Type inner)) {
      return inner;
    }
    if (!Types.isOpen(typed.type())) {
      inference.report(
          Code.TYPE_MISMATCH,
          "after '?' comes an optional, saw " + Inference.shown(typed.type()),
          expr.span(),
          Optional.of("leave out the '?', or use .?field or optional.of(…)"));
    }
    return Type.Simple.ANY;
  }

  /// As CEL deduces: elements that differ make a list of `any`.
  private static Type joined(Type one, Type other) {
    if (one.equals(other) || other == Type.Simple.NEVER) {
      return one;
    }
    if (one == Type.Simple.NEVER) {
      return other;
    }
    if (one instanceof Type.ListOf(Type a) && other instanceof Type.ListOf(Type b)) {
      return new Type.ListOf(joined(a, b));
    }
    if (one instanceof Type.OptionalOf(Type a) && other instanceof Type.OptionalOf(Type b)) {
      return new Type.OptionalOf(joined(a, b));
    }
    if (one instanceof Type.MapOf(Type key, Type a)
        && other instanceof Type.MapOf(Type otherKey, Type b)) {
      return new Type.MapOf(joined(key, otherKey), joined(a, b));
    }
    boolean records = one instanceof Type.Record && other instanceof Type.Record;
    return records ? Types.join(one, other) : Type.Simple.ANY;
  }

  Typed map(Expr.MapLiteral map, Scope scope, boolean shape, Optional<Type> expected) {
    Optional<Type> wanted = expected.map(Types::nonNull);
    Optional<Map<String, Type.Field>> fields =
        wanted.flatMap(
            type -> type instanceof Type.Record(var all) ? Optional.of(all) : Optional.empty());
    Optional<Type> valueType =
        wanted.flatMap(type ->
            type instanceof Type.MapOf(var _, Type value) ? Optional.of(value) : Optional.empty());
    List<Expression.Entry> entries = new ArrayList<>();
    Map<String, Type.Field> record = new LinkedHashMap<>();
    Set<Value> seen = new HashSet<>();
    Type keys = Type.Simple.NEVER;
    Type values = Type.Simple.NEVER;
    for (Expr.Entry entry : map.entries()) {
      Typed key = inference.infer(entry.key(), scope);
      checkKey(key, entry.key(), seen);
      Optional<String> name = constantName(key);
      Optional<Type> field =
          valueType.or(() ->
              name.flatMap(text -> fields.flatMap(all -> wantedField(text, all, entry.key()))));
      Typed value =
          shape && !entry.optional()
              ? inference.shaped(entry.value(), scope, field)
              : inference.infer(entry.value(), scope);
      Type type = entry.optional() ? unwrapped(value, entry.value()) : value.type();
      keys = joined(keys, key.type());
      values = joined(values, type);
      name.ifPresent(text -> record.put(text, new Type.Field(type, entry.optional())));
      entries.add(new Expression.Entry(entry.optional(), key.expression(), value.expression()));
    }
    fields.ifPresent(all -> missing(record.keySet(), all, map));
    boolean isRecord = shape && !entries.isEmpty() && record.size() == entries.size();
    Type type = isRecord ? new Type.Record(record) : new Type.MapOf(keys, values);
    Typed result = new Typed(new Expression.MakeMap(entries), type);
    if (fields.isEmpty() && valueType.isEmpty()) {
      expected.ifPresent(outer -> inference.expect(result, outer, map));
    }
    return result;
  }

  private void checkKey(Typed key, Expr expr, Set<Value> seen) {
    Type type = inference.operand(key, expr);
    boolean keyable =
        Types.isOpen(type)
            || type == Type.Simple.STRING
            || type == Type.Simple.INT
            || type == Type.Simple.NUMBER
            || type == Type.Simple.BOOL;
    if (!keyable) {
      inference.report(
          Code.TYPE_MISMATCH,
          "a key is a string, an int or a bool, saw " + Inference.shown(type),
          expr.span());
    }
    if (key.expression() instanceof Expression.Constant(Value value) && !seen.add(value)) {
      inference.report(Code.DUPLICATE_KEY, "this key is there twice", expr.span());
    }
  }

  private static Optional<String> constantName(Typed key) {
    return key.expression() instanceof Expression.Constant(Value.Text(String text))
        ? Optional.of(text)
        : Optional.empty();
  }

  private Optional<Type> wantedField(String name, Map<String, Type.Field> wanted, Expr key) {
    Type.Field field = wanted.get(name);
    if (field == null) {
      Optional<String> hint =
          Nearest.hint(name, wanted.keySet())
              .or(() -> Optional.of("it has " + String.join(", ", wanted.keySet())));
      inference.report(
          Code.UNKNOWN_FIELD,
          "there is no field '" + name + "' in what is expected here",
          key.span(),
          hint);
      return Optional.empty();
    }
    return Optional.of(field.type());
  }

  private void missing(Set<String> given, Map<String, Type.Field> wanted, Expr.MapLiteral map) {
    wanted.forEach((name, field) -> {
      if (!field.optional() && !given.contains(name)) {
        inference.report(
            Code.MISSING_FIELD,
            "the field '" + name + "' is missing: it is of type " + Inference.shown(field.type()),
            map.span());
      }
    });
  }
}
