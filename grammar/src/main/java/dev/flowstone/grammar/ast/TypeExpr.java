package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// A type as it was written.
public sealed interface TypeExpr {

  Span span();

  /// A built-in type (`string int number bool any null duration timestamp`) or the name of a
  /// declared one.
  record Named(Name name, Span span) implements TypeExpr {}

  /// `[T]`
  record ListOf(TypeExpr element, Span span) implements TypeExpr {}

  /// `{T}`: a map from strings
  record MapOf(TypeExpr value, Span span) implements TypeExpr {}

  /// `{field: T, other?: T}`
  record Record(List<Field> fields, Span span) implements TypeExpr {
    public Record {
      fields = List.copyOf(fields);
    }
  }

  /// `T?`
  record Nullable(TypeExpr type, Span span) implements TypeExpr {}

  /// One field of a record or of the input; a default is a literal and only the input may have one.
  record Field(
      Name name,
      boolean optional,
      TypeExpr type,
      Optional<Expr> defaultValue,
      Trivia trivia,
      Span span) {}
}
