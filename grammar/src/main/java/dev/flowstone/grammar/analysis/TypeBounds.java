package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.type.Type;
import java.util.Map;

/// How large a type may be that a workflow declares or a variable gets.
///
/// A variable that holds itself twice doubles with every assignment; in memory the halves are
/// shared, but whoever walks or compares such a type does not get to its end.
final class TypeBounds {

  static final int MOST_NODES = 2_000;
  static final int DEEPEST = 50;

  private TypeBounds() {}

  /// The type itself, or `any` where reasoning about it would cost more than it tells.
  static Type bounded(Type type) {
    return count(type, MOST_NODES, DEEPEST) < 0 ? Type.Simple.ANY : type;
  }

  /// What is left of a budget of nodes; negative where it does not reach.
  private static int count(Type type, int budget, int levels) {
    int left = levels == 0 ? -1 : budget - 1;
    if (left < 0) {
      return -1;
    }
    return switch (type) {
      case Type.Simple _ -> left;
      case Type.ListOf(Type element) -> count(element, left, levels - 1);
      case Type.MapOf(Type key, Type value) -> {
        int rest = count(key, left, levels - 1);
        yield rest < 0 ? rest : count(value, rest, levels - 1);
      }
      case Type.Nullable(Type inner) -> count(inner, left, levels - 1);
      case Type.OptionalOf(Type inner) -> count(inner, left, levels - 1);
      case Type.Record(Map<String, Type.Field> fields) -> {
        int rest = left;
        for (Type.Field field : fields.values()) {
          rest = rest < 0 ? rest : count(field.type(), rest, levels - 1);
        }
        yield rest;
      }
    };
  }
}
