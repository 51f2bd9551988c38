package dev.flowstone.grammar.type;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The algebra of types: what fits where, what two have in common, and how one is written.
public final class Types {

  /// How a value of one type stands to a place of another.
  public enum Fit {
    /// Always, or as far as can be known: `any` fits everywhere and is checked when it runs.
    FITS,
    /// It would, were it not for null.
    MAYBE_NULL,
    /// It would, were it not inside an optional.
    IN_OPTIONAL,
    NEVER
  }

  private Types() {}

  public static Type nullable(Type type) {
    return type instanceof Type.Nullable || type == Type.Simple.NULL || type == Type.Simple.ANY
        ? type
        : new Type.Nullable(type);
  }

  public static Type nonNull(Type type) {
    return type instanceof Type.Nullable(Type inner) ? inner : type;
  }

  public static boolean isNumeric(Type type) {
    return type == Type.Simple.INT || type == Type.Simple.DOUBLE || type == Type.Simple.NUMBER;
  }

  /// `any`, or nothing known yet.
  public static boolean isOpen(Type type) {
    return type == Type.Simple.ANY || type == Type.Simple.NEVER;
  }

  public static Fit fit(Type from, Type to) {
    if (isOpen(from) || isOpen(to) || from.equals(to)) {
      return Fit.FITS;
    }
    if (to instanceof Type.Nullable(Type inner)) {
      return from == Type.Simple.NULL ? Fit.FITS : fit(nonNull(from), inner);
    }
    if (from instanceof Type.Nullable(Type inner)) {
      return fit(inner, to) == Fit.FITS ? Fit.MAYBE_NULL : Fit.NEVER;
    }
    if (from instanceof Type.OptionalOf(Type inner) && !(to instanceof Type.OptionalOf)) {
      return fit(inner, to) == Fit.FITS ? Fit.IN_OPTIONAL : Fit.NEVER;
    }
    return fits(from, to) ? Fit.FITS : Fit.NEVER;
  }

  /// A number fits an int or a double: JSON has one kind, and the value is looked at when it runs.
  private static boolean fits(Type from, Type to) {
    if (isNumeric(from) && isNumeric(to)) {
      return from == Type.Simple.NUMBER || to == Type.Simple.NUMBER || from.equals(to);
    }
    return switch (to) {
      case Type.ListOf(Type element) ->
          from instanceof Type.ListOf(Type other) && fit(other, element) == Fit.FITS;
      case Type.MapOf(Type key, Type value) ->
          switch (from) {
            case Type.MapOf(Type otherKey, Type other) ->
                fit(otherKey, key) == Fit.FITS && fit(other, value) == Fit.FITS;
            case Type.Record(var fields) ->
                fit(Type.Simple.STRING, key) == Fit.FITS
                    && fields.values().stream()
                        .allMatch(field -> fit(field.type(), value) == Fit.FITS);
            case Type.Simple _, Type.ListOf _, Type.Nullable _, Type.OptionalOf _ -> false;
          };
      case Type.Record(var wanted) ->
          switch (from) {
            case Type.MapOf(Type key, Type value) ->
                fit(key, Type.Simple.STRING) == Fit.FITS
                    && wanted.values().stream()
                        .allMatch(field -> fit(value, field.type()) == Fit.FITS);
            case Type.Record(var given) -> fieldsFit(given, wanted);
            case Type.Simple _, Type.ListOf _, Type.Nullable _, Type.OptionalOf _ -> false;
          };
      case Type.OptionalOf(Type inner) ->
          from instanceof Type.OptionalOf(Type other) && fit(other, inner) == Fit.FITS;
      case Type.Simple _, Type.Nullable _ -> false;
    };
  }

  /// More fields than wanted are fine; a wanted one must be there, unless it is optional.
  private static boolean fieldsFit(Map<String, Type.Field> given, Map<String, Type.Field> wanted) {
    return wanted.entrySet().stream()
        .allMatch(entry -> {
          Type.Field field = given.get(entry.getKey());
          return field == null
              ? entry.getValue().optional()
              : fit(field.type(), entry.getValue().type()) == Fit.FITS;
        });
  }

  /// Whether some value could be of both types, so that comparing them makes sense.
  public static boolean overlap(Type one, Type other) {
    if (isOpen(one) || isOpen(other) || one.equals(other)) {
      return true;
    }
    if (one == Type.Simple.NULL || other == Type.Simple.NULL) {
      return true;
    }
    Type left = nonNull(one);
    Type right = nonNull(other);
    if (isNumeric(left) && isNumeric(right)) {
      return true;
    }
    return switch (left) {
      case Type.ListOf(Type a) -> right instanceof Type.ListOf(Type b) && overlap(a, b);
      case Type.OptionalOf(Type a) -> right instanceof Type.OptionalOf(Type b) && overlap(a, b);
      case Type.MapOf(Type key, Type a) ->
          right instanceof Type.MapOf(Type otherKey, Type b)
              ? overlap(key, otherKey) && overlap(a, b)
              : right instanceof Type.Record;
      case Type.Record _ -> right instanceof Type.Record || right instanceof Type.MapOf;
      case Type.Simple _ -> left.equals(right);
      case Type.Nullable(Type inner) -> overlap(inner, right);
    };
  }

  /// The least type that holds every value of both; `any` where they have nothing in common.
  public static Type join(Type one, Type other) {
    if (one.equals(other) || other == Type.Simple.NEVER) {
      return one;
    }
    if (one == Type.Simple.NEVER) {
      return other;
    }
    if (one == Type.Simple.NULL) {
      return nullable(other);
    }
    if (other == Type.Simple.NULL) {
      return nullable(one);
    }
    if (one instanceof Type.Nullable || other instanceof Type.Nullable) {
      return nullable(join(nonNull(one), nonNull(other)));
    }
    if (isNumeric(one) && isNumeric(other)) {
      return Type.Simple.NUMBER;
    }
    return switch (one) {
      case Type.ListOf(Type a) when other instanceof Type.ListOf(Type b) ->
          new Type.ListOf(join(a, b));
      case Type.OptionalOf(Type a) when other instanceof Type.OptionalOf(Type b) ->
          new Type.OptionalOf(join(a, b));
      case Type.Record(var a) when other instanceof Type.Record(var b) -> joinFields(a, b);
      case Type.MapOf(Type key, Type a) when other instanceof Type.MapOf(Type otherKey, Type b) ->
          new Type.MapOf(join(key, otherKey), join(a, b));
      case Type.MapOf map when other instanceof Type.Record record -> join(map, asMap(record));
      case Type.Record record when other instanceof Type.MapOf -> join(asMap(record), other);
      case Type.Simple _,
          Type.ListOf _,
          Type.MapOf _,
          Type.Record _,
          Type.Nullable _,
          Type.OptionalOf _ ->
          Type.Simple.ANY;
    };
  }

  /// A field that only one of the two has may be missing.
  private static Type joinFields(Map<String, Type.Field> one, Map<String, Type.Field> other) {
    Map<String, Type.Field> all = new LinkedHashMap<>();
    one.forEach((name, field) -> all.put(name, new Type.Field(field.type(), true)));
    other.forEach((name, field) -> {
      Type.Field mine = one.get(name);
      all.put(
          name,
          mine == null
              ? new Type.Field(field.type(), true)
              : new Type.Field(
                  join(mine.type(), field.type()), mine.optional() || field.optional()));
    });
    return new Type.Record(all);
  }

  /// A record as the map that it is when it runs.
  public static Type.MapOf asMap(Type.Record record) {
    Type value =
        record.fields().values().stream()
            .map(Type.Field::type)
            .reduce(Types::join)
            .orElse(Type.Simple.NEVER);
    return new Type.MapOf(Type.Simple.STRING, value);
  }

  /// The type without [Type.Simple#NEVER]: what is still open is `any`.
  public static Type closed(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple == Type.Simple.NEVER ? Type.Simple.ANY : simple;
      case Type.ListOf(Type element) -> new Type.ListOf(closed(element));
      case Type.MapOf(Type key, Type value) ->
          new Type.MapOf(key == Type.Simple.NEVER ? Type.Simple.STRING : key, closed(value));
      case Type.Record(var fields) -> {
        Map<String, Type.Field> all = new LinkedHashMap<>();
        fields.forEach(
            (name, field) -> all.put(name, new Type.Field(closed(field.type()), field.optional())));
        yield new Type.Record(all);
      }
      case Type.Nullable(Type inner) -> nullable(closed(inner));
      case Type.OptionalOf(Type inner) -> new Type.OptionalOf(closed(inner));
    };
  }

  /// The type as an author writes it.
  public static String describe(Type type) {
    return switch (type) {
      case Type.Simple simple ->
          simple == Type.Simple.NEVER ? "any" : simple.name().toLowerCase(Locale.ROOT);
      case Type.ListOf(Type element) -> "[" + describe(element) + "]";
      case Type.MapOf(Type key, Type value) ->
          key == Type.Simple.STRING || key == Type.Simple.NEVER
              ? "{" + describe(value) + "}"
              : "{" + describe(key) + ": " + describe(value) + "}";
      case Type.Record(var fields) ->
          fields.entrySet().stream()
              .map(entry ->
                  entry.getKey()
                      + (entry.getValue().optional() ? "?: " : ": ")
                      + describe(entry.getValue().type()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Type.Nullable(Type inner) -> describe(inner) + "?";
      case Type.OptionalOf(Type inner) -> "optional(" + describe(inner) + ")";
    };
  }
}
