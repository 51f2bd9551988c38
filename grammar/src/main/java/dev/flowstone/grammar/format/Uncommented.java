package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.TypeExpr;

/// Types without the comments and empty lines inside of them, for where there is room for one line
/// only.
final class Uncommented {

  private Uncommented() {}

  static TypeExpr type(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Named named -> named;
      case TypeExpr.ListOf(TypeExpr element, var span) -> new TypeExpr.ListOf(type(element), span);
      case TypeExpr.MapOf(TypeExpr value, var span) -> new TypeExpr.MapOf(type(value), span);
      case TypeExpr.Nullable(TypeExpr inner, var span) -> new TypeExpr.Nullable(type(inner), span);
      case TypeExpr.Record(var fields, var span) ->
          new TypeExpr.Record(fields.stream().map(Uncommented::field).toList(), span);
    };
  }

  private static TypeExpr.Field field(TypeExpr.Field field) {
    return new TypeExpr.Field(
        field.name(),
        field.optional(),
        type(field.type()),
        field.defaultValue(),
        Trivia.NONE,
        field.span());
  }
}
