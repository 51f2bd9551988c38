package dev.flowstone.grammar.check;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.Locale;
import java.util.Map;

/// A type with variables, as it stands in a [Signature].
sealed interface Shape {

  record Exactly(Type type) implements Shape {}

  /// `A`: any type, the same wherever the letter stands.
  record Any(String letter) implements Shape {}

  record ListOf(Shape element) implements Shape {}

  record MapOf(Shape key, Shape value) implements Shape {}

  record OptionalOf(Shape type) implements Shape {}

  /// Whether the type fits, filling in the letters; null is looked at by the caller.
  default boolean accepts(Type type, Map<String, Type> letters) {
    if (Types.isOpen(type) && !(this instanceof Any)) {
      return true;
    }
    return switch (this) {
      case Exactly(Type wanted) -> Types.fit(type, wanted) == Types.Fit.FITS;
      case Any(String letter) -> {
        letters.merge(letter, type, Types::join);
        yield true;
      }
      case ListOf(Shape element) ->
          type instanceof Type.ListOf(Type other) && element.accepts(other, letters);
      case MapOf(Shape key, Shape value) ->
          switch (type) {
            case Type.MapOf(Type otherKey, Type other) ->
                key.accepts(otherKey, letters) && value.accepts(other, letters);
            case Type.Record record -> accepts(Types.asMap(record), letters);
            case Type.Simple _, Type.ListOf _, Type.Nullable _, Type.OptionalOf _ -> false;
          };
      case OptionalOf(Shape inner) ->
          type instanceof Type.OptionalOf(Type other) && inner.accepts(other, letters);
    };
  }

  /// The type with the letters filled in; an open letter is open.
  default Type filled(Map<String, Type> letters) {
    return switch (this) {
      case Exactly(Type type) -> type;
      case Any(String letter) -> letters.getOrDefault(letter, Type.Simple.NEVER);
      case ListOf(Shape element) -> new Type.ListOf(element.filled(letters));
      case MapOf(Shape key, Shape value) ->
          new Type.MapOf(key.filled(letters), value.filled(letters));
      case OptionalOf(Shape inner) -> new Type.OptionalOf(inner.filled(letters));
    };
  }

  /// Reads the notation of [Functions]: `int`, `[A]`, `{K: V}`, `optional(A)`.
  static Shape parse(String text) {
    if (text.startsWith("[")) {
      return new ListOf(parse(text.substring(1, text.length() - 1)));
    }
    if (text.startsWith("{")) {
      int colon = text.indexOf(": ");
      return new MapOf(
          parse(text.substring(1, colon)), parse(text.substring(colon + 2, text.length() - 1)));
    }
    if (text.startsWith("optional(")) {
      return new OptionalOf(parse(text.substring("optional(".length(), text.length() - 1)));
    }
    if (text.length() == 1) {
      return new Any(text);
    }
    return new Exactly(Type.Simple.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  default String describe() {
    return switch (this) {
      case Exactly(Type type) -> Types.describe(type);
      case Any _ -> "any";
      case ListOf(Shape element) ->
          element instanceof Any ? "list" : "[" + element.describe() + "]";
      case MapOf _ -> "map";
      case OptionalOf _ -> "optional";
    };
  }
}
