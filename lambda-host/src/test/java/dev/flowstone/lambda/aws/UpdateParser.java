package dev.flowstone.lambda.aws;

import dev.flowstone.lambda.aws.Update.Action;
import dev.flowstone.lambda.aws.Update.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads update expressions, and refuses what the service refuses without looking at an item.
final class UpdateParser {

  /// The names of types in complaints about ADD and DELETE.
  private static final Map<String, String> LONG_NAMES =
      Map.of(
          "S", "STRING", "N", "NUMBER", "B", "BINARY", "NULL", "NULL", "BOOL", "BOOLEAN", "L",
          "LIST", "M", "MAP");

  private static final int MOST_OPERATORS = 300;

  private final ExpressionTokens tokens;
  private final List<Action> actions = new ArrayList<>();
  private int operators;

  private UpdateParser(ExpressionTokens tokens) {
    this.tokens = tokens;
  }

  static Update update(String expression, Placeholders placeholders) {
    return ConditionParser.named(
        "UpdateExpression",
        () -> new UpdateParser(new ExpressionTokens(expression, placeholders)).sections());
  }

  private Update sections() {
    Set<String> seen = new HashSet<>();
    while (!tokens.atEnd()) {
      String section = tokens.peek().toUpperCase(Locale.ROOT);
      if (!Set.of("SET", "REMOVE", "ADD", "DELETE").contains(section)) {
        throw tokens.syntaxError();
      }
      tokens.take();
      if (!seen.add(section)) {
        throw ServiceException.invalid(
            "The \"" + section + "\" section can only be used once in an update expression;");
      }
      do {
        actions.add(action(section));
      } while (tokens.takeIf(","));
    }
    var update = new Update(List.copyOf(actions));
    DocumentPath.requireDistinct(update.paths());
    return update;
  }

  private Action action(String section) {
    count();
    DocumentPath path = tokens.path();
    return switch (section) {
      case "SET" -> {
        tokens.expect("=");
        yield new Action.Put(path, source());
      }
      case "REMOVE" -> new Action.Remove(path);
      case "ADD" -> {
        Attribute value = tokens.value();
        if (!(value instanceof Attribute.Group) && !(value instanceof Attribute.Number)) {
          throw incorrectOperand(section, value);
        }
        yield new Action.Add(path, value);
      }
      default -> {
        Attribute value = tokens.value();
        if (!(value instanceof Attribute.Group)) {
          throw incorrectOperand(section, value);
        }
        yield new Action.Delete(path, value);
      }
    };
  }

  private void count() {
    operators++;
    if (operators > MOST_OPERATORS) {
      throw ServiceException.invalid(
          "The expression contains too many operators; maximum operators: " + MOST_OPERATORS);
    }
  }

  private static ServiceException incorrectOperand(String section, Attribute value) {
    return ServiceException.invalid(
        "Incorrect operand type for operator or function; operator: "
            + section
            + ", operand type: "
            + LONG_NAMES.getOrDefault(value.type(), value.type()));
  }

  private Source source() {
    Source left = operand();
    boolean minus = tokens.peek().equals("-");
    if (!minus && !tokens.peek().equals("+")) {
      return left;
    }
    String operator = tokens.take();
    count();
    Source right = operand();
    requireType(operator, left, "N");
    requireType(operator, right, "N");
    return new Source.Sum(left, right, minus);
  }

  private Source operand() {
    if (tokens.atValue()) {
      return new Source.Literal(tokens.value());
    }
    if (tokens.takeIf("(")) {
      Source inner = source();
      tokens.expect(")");
      return inner;
    }
    return tokens.atFunction() ? function() : new Source.At(tokens.path());
  }

  private Source function() {
    count();
    String name = tokens.take();
    if (!name.equals("if_not_exists") && !name.equals("list_append")) {
      throw ServiceException.invalid("Invalid function name; function: " + name);
    }
    List<Source> operands = new ArrayList<>();
    tokens.expect("(");
    do {
      operands.add(operand());
    } while (tokens.takeIf(","));
    tokens.expect(")");
    if (operands.size() != 2) {
      throw ServiceException.invalid(
          "Incorrect number of operands for operator or function; operator or function: "
              + name
              + ", number of operands: "
              + operands.size());
    }
    Source first = operands.getFirst();
    Source second = operands.getLast();
    if (name.equals("list_append")) {
      requireType(name, first, "L");
      requireType(name, second, "L");
      return new Source.Joined(first, second);
    }
    if (!(first instanceof Source.At(DocumentPath path))) {
      throw ServiceException.invalid(
          "Operator or function requires a document path; operator or function: " + name);
    }
    return new Source.IfMissing(path, second);
  }

  private static void requireType(String operator, Source operand, String type) {
    if (operand instanceof Source.Literal(Attribute value) && !value.type().equals(type)) {
      throw ServiceException.invalid(
          "Incorrect operand type for operator or function; operator or function: "
              + operator
              + ", operand type: "
              + value.type());
    }
  }
}
