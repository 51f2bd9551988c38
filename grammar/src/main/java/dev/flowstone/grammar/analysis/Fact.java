package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.HashSet;
import java.util.Set;

/// What is known of a variable at one point.
///
/// @param type that of the values that it may have been given
/// @param definite whether every path that leads here gave it one; where some did not, it reads as
///   null
/// @param present the paths into it, as [dev.flowstone.grammar.check.Facts] writes them, that a
///   condition has shown to be there
record Fact(Type type, boolean definite, Set<String> present) {

  Fact {
    present = Set.copyOf(present);
  }

  Fact(Type type, boolean definite) {
    this(type, definite, Set.of());
  }

  /// The type that an expression sees.
  Type seen() {
    return definite || type instanceof Type.Nullable || type == Type.Simple.NULL
        ? type
        : new Type.Nullable(type);
  }

  /// With one more path that is there. The variable itself, if it is that, is then not null.
  Fact with(String name, String path) {
    Set<String> all = new HashSet<>(present);
    all.add(path);
    return path.equals(name)
        ? new Fact(Types.nonNull(type), true, all)
        : new Fact(type, definite, all);
  }

  static Fact join(Fact one, Fact other) {
    Set<String> both = new HashSet<>(one.present);
    both.retainAll(other.present);
    return new Fact(
        TypeBounds.bounded(Types.join(one.type, other.type)), one.definite && other.definite, both);
  }
}
