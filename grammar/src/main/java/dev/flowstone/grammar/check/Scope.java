package dev.flowstone.grammar.check;

import dev.flowstone.grammar.type.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The names that an expression may use with their types, and what is known of them where it
/// stands.
///
/// Immutable; an inner scope shares its outer one.
public final class Scope {

  private final Optional<Scope> outer;
  private final Map<String, Type> names;
  private final Set<String> facts;

  private Scope(Optional<Scope> outer, Map<String, Type> names, Set<String> facts) {
    this.outer = outer;
    this.names = names;
    this.facts = facts;
  }

  public static Scope of(Map<String, Type> names) {
    return new Scope(Optional.empty(), Map.copyOf(names), Set.of());
  }

  /// A scope with one more name, which hides one of the same name and what was known of that.
  public Scope with(String name, Type type) {
    Set<String> kept = new HashSet<>();
    for (String fact : facts) {
      String path = fact.startsWith("?") ? fact.substring(1) : fact;
      if (!path.equals(name) && !path.startsWith(name + ".")) {
        kept.add(fact);
      }
    }
    return new Scope(Optional.of(this), Map.of(name, type), kept);
  }

  /// The same names where these facts hold; see [Facts].
  public Scope assuming(Set<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Set<String> all = new HashSet<>(facts);
    all.addAll(more);
    return new Scope(outer, names, all);
  }

  public Optional<Type> type(String name) {
    Type type = names.get(name);
    return type != null ? Optional.of(type) : outer.flatMap(scope -> scope.type(name));
  }

  public Set<String> names() {
    Set<String> result = new LinkedHashSet<>(names.keySet());
    outer.ifPresent(scope -> result.addAll(scope.names()));
    return result;
  }

  boolean knows(String fact) {
    return facts.contains(fact);
  }
}
