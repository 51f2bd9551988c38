package dev.flowstone.lambda.aws;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A condition on an item, as in condition and filter expressions.
sealed interface Condition {

  record And(Condition left, Condition right) implements Condition {}

  record Or(Condition left, Condition right) implements Condition {}

  record Not(Condition inner) implements Condition {}

  record Comparison(String operator, Operand left, Operand right) implements Condition {}

  record Between(Operand value, Operand low, Operand high) implements Condition {}

  record In(Operand value, List<Operand> candidates) implements Condition {}

  record Exists(DocumentPath path) implements Condition {}

  record IsMissing(DocumentPath path) implements Condition {}

  record HasType(Operand value, String type) implements Condition {}

  record BeginsWith(Operand value, Operand prefix) implements Condition {}

  record Contains(Operand value, Operand part) implements Condition {}

  /// Something with a value in an item, or with none.
  sealed interface Operand {

    record At(DocumentPath path) implements Operand {}

    record Literal(Attribute value) implements Operand {}

    record Size(Operand of) implements Operand {}

    default Optional<Attribute> in(Map<String, Attribute> item) {
      return switch (this) {
        case At(DocumentPath path) -> path.in(item);
        case Literal(Attribute value) -> Optional.of(value);
        case Size(Operand of) -> of.in(item).flatMap(Operand::sizeOf);
      };
    }

    private static Optional<Attribute> sizeOf(Attribute value) {
      int size =
          switch (value) {
            case Attribute.Text(String text) -> Attribute.utf8Length(text);
            case Attribute.Binary(String octets) -> octets.length();
            case Attribute.Sequence(List<Attribute> values) -> values.size();
            case Attribute.Document(Map<String, Attribute> fields) -> fields.size();
            case Attribute.Group(_, Set<Attribute> members) -> members.size();
            case Attribute.Number _, Attribute.Flag _, Attribute.Null _ -> -1;
          };
      return size < 0
          ? Optional.empty()
          : Optional.of(new Attribute.Number(BigDecimal.valueOf(size)));
    }
  }

  default boolean holds(Map<String, Attribute> item) {
    return switch (this) {
      case And(Condition left, Condition right) -> left.holds(item) && right.holds(item);
      case Or(Condition left, Condition right) -> left.holds(item) || right.holds(item);
      case Not(Condition inner) -> !inner.holds(item);
      case Comparison(String operator, Operand left, Operand right) ->
          compare(operator, left.in(item), right.in(item));
      case Between(Operand value, Operand low, Operand high) ->
          compare(">=", value.in(item), low.in(item))
              && compare("<=", value.in(item), high.in(item));
      case In(Operand value, List<Operand> candidates) ->
          candidates.stream().anyMatch(c -> compare("=", value.in(item), c.in(item)));
      case Exists(DocumentPath path) -> path.in(item).isPresent();
      case IsMissing(DocumentPath path) -> path.in(item).isEmpty();
      case HasType(Operand value, String type) ->
          value.in(item).filter(v -> v.type().equals(type)).isPresent();
      case BeginsWith(Operand value, Operand prefix) -> begins(value.in(item), prefix.in(item));
      case Contains(Operand value, Operand part) -> contains(value.in(item), part.in(item));
    };
  }

  /// Whether a condition names an attribute at the top of the item.
  default boolean names(String attribute) {
    return switch (this) {
      case And(Condition left, Condition right) -> left.names(attribute) || right.names(attribute);
      case Or(Condition left, Condition right) -> left.names(attribute) || right.names(attribute);
      case Not(Condition inner) -> inner.names(attribute);
      case Comparison(_, Operand left, Operand right) ->
          names(left, attribute) || names(right, attribute);
      case Between(Operand value, Operand low, Operand high) ->
          names(value, attribute) || names(low, attribute) || names(high, attribute);
      case In(Operand value, List<Operand> candidates) ->
          names(value, attribute) || candidates.stream().anyMatch(c -> names(c, attribute));
      case Exists(DocumentPath path) -> path.top().equals(attribute);
      case IsMissing(DocumentPath path) -> path.top().equals(attribute);
      case HasType(Operand value, _) -> names(value, attribute);
      case BeginsWith(Operand value, Operand prefix) ->
          names(value, attribute) || names(prefix, attribute);
      case Contains(Operand value, Operand part) ->
          names(value, attribute) || names(part, attribute);
    };
  }

  private static boolean names(Operand operand, String attribute) {
    return switch (operand) {
      case Operand.At(DocumentPath path) -> path.top().equals(attribute);
      case Operand.Literal _ -> false;
      case Operand.Size(Operand of) -> names(of, attribute);
    };
  }

  /// Values of different types are never equal and have no order; what is missing is unequal to
  /// all.
  private static boolean compare(
      String operator, Optional<Attribute> left, Optional<Attribute> right) {
    if (operator.equals("<>")) {
      return left.isEmpty() || right.isEmpty() || !left.equals(right);
    }
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    if (operator.equals("=")) {
      return left.equals(right);
    }
    Attribute a = left.get();
    Attribute b = right.get();
    if (!a.isOrdered() || !a.type().equals(b.type())) {
      return false;
    }
    int order = Attribute.compare(a, b);
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private static boolean begins(Optional<Attribute> value, Optional<Attribute> prefix) {
    if (value.orElse(null) instanceof Attribute.Text(String text)
        && prefix.orElse(null) instanceof Attribute.Text(String start)) {
      return text.startsWith(start);
    }
    return value.orElse(null) instanceof Attribute.Binary(String octets)
        && prefix.orElse(null) instanceof Attribute.Binary(String start)
        && octets.startsWith(start);
  }

  private static boolean contains(Optional<Attribute> value, Optional<Attribute> part) {
    if (value.isEmpty() || part.isEmpty()) {
      return false;
    }
    Attribute wanted = part.get();
    return switch (value.get()) {
      case Attribute.Text(String text) ->
          wanted instanceof Attribute.Text(String inner) && text.contains(inner);
      case Attribute.Binary(String octets) ->
          wanted instanceof Attribute.Binary(String inner) && octets.contains(inner);
      case Attribute.Sequence(List<Attribute> values) -> values.contains(wanted);
      case Attribute.Group(_, Set<Attribute> members) -> members.contains(wanted);
      case Attribute.Number _, Attribute.Flag _, Attribute.Null _, Attribute.Document _ -> false;
    };
  }
}
