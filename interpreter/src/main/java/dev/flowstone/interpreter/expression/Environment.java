package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the names of an expression stand for.
@FunctionalInterface
public interface Environment {

  /// The value of a name, or null where there is no such name, which is an error of the expression.
  @Nullable Value value(String name);

  /// The names there are, for the message about one that is not.
  default Collection<String> names() {
    return List.of();
  }

  static Environment of(Map<String, Value> values) {
    return new Environment() {
      @Override
      public @Nullable Value value(String name) {
        return values.get(name);
      }

      @Override
      public Collection<String> names() {
        return values.keySet();
      }
    };
  }
}
