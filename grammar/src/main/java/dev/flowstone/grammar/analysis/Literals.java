package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The value of an expression that is made of literals alone.
final class Literals {

  private Literals() {}

  static Optional<Value> value(Expression expression) {
    if (expression instanceof Expression.Constant(Value value)) {
      return Optional.of(value);
    }
    if (expression instanceof Expression.MakeList(var elements)) {
      List<Value> values = new ArrayList<>();
      for (Expression.Element element : elements) {
        value(element.value()).filter(_ -> !element.optional()).ifPresent(values::add);
      }
      return values.size() == elements.size()
          ? Optional.of(new Value.Items(values))
          : Optional.empty();
    }
    if (expression instanceof Expression.MakeMap(var entries)) {
      Map<Value, Value> values = new LinkedHashMap<>();
      for (Expression.Entry entry : entries) {
        Optional<Value> key = value(entry.key()).filter(Value.Text.class::isInstance);
        Optional<Value> value = value(entry.value());
        if (entry.optional() || key.isEmpty() || value.isEmpty()) {
          return Optional.empty();
        }
        values.put(key.get(), value.get());
      }
      return Optional.of(new Value.Fields(values));
    }
    return Optional.empty();
  }
}
