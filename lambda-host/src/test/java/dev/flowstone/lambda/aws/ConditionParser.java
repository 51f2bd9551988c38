package dev.flowstone.lambda.aws;

import dev.flowstone.lambda.aws.Condition.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads condition, filter, key condition and projection expressions, and refuses what the service
/// refuses without looking at an item.
final class ConditionParser {

  private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final Set<String> TYPES =
      Set.of("S", "N", "B", "NULL", "SS", "BOOL", "L", "BS", "NS", "M");

  /// "Condition expressions" in the developer guide: IN takes up to 100 operands.
  private static final int MOST_CANDIDATES = 100;

  /// "Expression parameters" in the quotas page.
  private static final int MOST_OPERATORS = 300;

  private final ExpressionTokens tokens;
  private int operators;

  private ConditionParser(ExpressionTokens tokens) {
    this.tokens = tokens;
  }

  static Condition condition(String kind, String expression, Placeholders placeholders) {
    return named(
        kind,
        () -> {
          var parser = new ConditionParser(new ExpressionTokens(expression, placeholders));
          Condition condition = parser.either();
          parser.tokens.expectEnd();
          return condition;
        });
  }

  static List<DocumentPath> projection(String expression, Placeholders placeholders) {
    return named(
        "ProjectionExpression",
        () -> {
          var tokens = new ExpressionTokens(expression, placeholders);
          List<DocumentPath> paths = new ArrayList<>();
          do {
            paths.add(tokens.path());
          } while (tokens.takeIf(","));
          tokens.expectEnd();
          DocumentPath.requireDistinct(paths);
          return paths;
        });
  }

  /// Says of which expression a complaint is.
  static <T> T named(String kind, java.util.function.Supplier<T> parsing) {
    try {
      return parsing.get();
    } catch (ServiceException e) {
      throw ServiceException.invalid("Invalid " + kind + ": " + e.text());
    }
  }

  private Condition either() {
    Condition left = both();
    while (tokens.takeWord("OR")) {
      count();
      left = new Condition.Or(left, both());
    }
    return left;
  }

  private Condition both() {
    Condition left = negation();
    while (tokens.takeWord("AND")) {
      count();
      left = new Condition.And(left, negation());
    }
    return left;
  }

  private Condition negation() {
    if (tokens.takeWord("NOT")) {
      count();
      return new Condition.Not(negation());
    }
    return primary();
  }

  private void count() {
    operators++;
    if (operators > MOST_OPERATORS) {
      throw ServiceException.invalid(
          "The expression contains too many operators; maximum operators: " + MOST_OPERATORS);
    }
  }

  private Condition primary() {
    count();
    if (tokens.peek().equals("(")) {
      return parenthesized();
    }
    if (tokens.atFunction() && !tokens.peek().equals("size")) {
      String name = tokens.peek();
      Condition condition = function();
      if (COMPARATORS.contains(tokens.peek())) {
        throw misused(name);
      }
      return condition;
    }
    Operand left = operand();
    if (tokens.takeWord("BETWEEN")) {
      Operand low = operand();
      tokens.expectWord("AND");
      return between(left, low, operand());
    }
    if (tokens.takeWord("IN")) {
      return in(left);
    }
    String operator = tokens.peek();
    if (!COMPARATORS.contains(operator)) {
      throw left instanceof Operand.Size ? misused("size") : tokens.syntaxError();
    }
    tokens.take();
    return comparison(operator, left, operand());
  }

  private static ServiceException misused(String function) {
    return ServiceException.invalid(
        "The function is not allowed to be used this way in an expression; function: " + function);
  }

  private Condition parenthesized() {
    tokens.expect("(");
    boolean doubled = tokens.peek().equals("(");
    int inner = tokens.place();
    Condition condition = either();
    tokens.expect(")");
    if (doubled && closesAt(inner) == tokens.place() - 1) {
      throw ServiceException.invalid("The expression has redundant parentheses;");
    }
    return condition;
  }

  /// Where the parenthesis that opens at a place is behind its end.
  private int closesAt(int place) {
    int behind = tokens.place();
    int open = 0;
    for (int i = place; i < behind; i++) {
      String token = tokens.peek(i - behind);
      open += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
      if (open == 0) {
        return i + 1;
      }
    }
    return behind;
  }

  private Condition function() {
    String name = tokens.take();
    tokens.expect("(");
    List<Operand> operands = new ArrayList<>();
    do {
      operands.add(operand());
    } while (tokens.takeIf(","));
    tokens.expect(")");
    int wanted =
        switch (name) {
          case "attribute_exists", "attribute_not_exists" -> 1;
          case "attribute_type", "begins_with", "contains" -> 2;
          default -> throw ServiceException.invalid("Invalid function name; function: " + name);
        };
    if (operands.size() != wanted) {
      throw ServiceException.invalid(
          "Incorrect number of operands for operator or function; operator or function: "
              + name
              + ", number of operands: "
              + operands.size());
    }
    Operand first = operands.getFirst();
    Operand last = operands.getLast();
    if (wanted == 2) {
      requireDistinct(name, first, last);
    }
    return switch (name) {
      case "attribute_exists" -> new Condition.Exists(path(name, first));
      case "attribute_not_exists" -> new Condition.IsMissing(path(name, first));
      case "attribute_type" -> hasType(first, last);
      case "begins_with" -> {
        operands.forEach(operand -> requireType(name, operand, Set.of("S", "B")));
        yield new Condition.BeginsWith(first, last);
      }
      default -> new Condition.Contains(first, last);
    };
  }

  private static Condition hasType(Operand value, Operand type) {
    if (!(type instanceof Operand.Literal(Attribute.Text(String name)))) {
      throw ServiceException.invalid(
          "Incorrect operand type for operator or function; operator or function: attribute_type,"
              + " operand type: "
              + literalType(type).orElse("{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"));
    }
    if (!TYPES.contains(name)) {
      throw ServiceException.invalid(
          "Invalid attribute type name found; type: "
              + name
              + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
    }
    return new Condition.HasType(value, name);
  }

  private static DocumentPath path(String name, Operand operand) {
    if (operand instanceof Operand.At(DocumentPath path)) {
      return path;
    }
    throw ServiceException.invalid(
        "Operator or function requires a document path; operator or function: " + name);
  }

  private Operand operand() {
    if (tokens.atValue()) {
      return new Operand.Literal(tokens.value());
    }
    if (!tokens.atFunction()) {
      return new Operand.At(tokens.path());
    }
    String name = tokens.take();
    if (!name.equals("size")) {
      throw misused(name);
    }
    count();
    tokens.expect("(");
    Operand of = operand();
    tokens.expect(")");
    if (Set.of("N", "BOOL", "NULL").contains(literalType(of).orElse(""))) {
      throw ServiceException.invalid(
          "Incorrect operand type for operator or function; operator or function: size, operand"
              + " type: "
              + literalType(of).orElse(""));
    }
    return new Operand.Size(of);
  }

  private static Condition comparison(String operator, Operand left, Operand right) {
    requireDistinct(operator, left, right);
    if (!operator.equals("=") && !operator.equals("<>")) {
      requireOrdered(operator, left);
      requireOrdered(operator, right);
    }
    return new Condition.Comparison(operator, left, right);
  }

  private static void requireOrdered(String operator, Operand operand) {
    if (operand instanceof Operand.Literal(Attribute value) && !value.isOrdered()) {
      throw ServiceException.invalid(
          "Incorrect operand type for operator or function; operator: "
              + operator
              + ", operand type: "
              + value.type());
    }
  }

  private static Condition between(Operand value, Operand low, Operand high) {
    requireOrdered("BETWEEN", low);
    requireOrdered("BETWEEN", high);
    if (low instanceof Operand.Literal(Attribute from)
        && high instanceof Operand.Literal(Attribute to)) {
      String bounds =
          "lower bound operand: AttributeValue: "
              + AttributeJson.write(from)
              + ", upper bound operand: AttributeValue: "
              + AttributeJson.write(to);
      if (!from.type().equals(to.type())) {
        throw ServiceException.invalid(
            "The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
      }
      if (Attribute.compare(from, to) > 0) {
        throw ServiceException.invalid(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                + bounds);
      }
    }
    return new Condition.Between(value, low, high);
  }

  private Condition in(Operand value) {
    tokens.expect("(");
    List<Operand> candidates = new ArrayList<>();
    do {
      candidates.add(operand());
    } while (tokens.takeIf(","));
    tokens.expect(")");
    if (candidates.size() > MOST_CANDIDATES) {
      throw ServiceException.invalid(
          "Invalid number of operands for operator or function; operator or function: IN, number of"
              + " operands: "
              + candidates.size());
    }
    return new Condition.In(value, candidates);
  }

  private static void requireDistinct(String operator, Operand left, Operand right) {
    if (left instanceof Operand.At(DocumentPath path) && left.equals(right)) {
      throw ServiceException.invalid(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path);
    }
  }

  private static void requireType(String name, Operand operand, Set<String> types) {
    literalType(operand)
        .filter(type -> !types.contains(type))
        .ifPresent(type -> {
          throw ServiceException.invalid(
              "Incorrect operand type for operator or function; operator or function: "
                  + name
                  + ", operand type: "
                  + type);
        });
  }

  private static Optional<String> literalType(Operand operand) {
    return switch (operand) {
      case Operand.Literal(Attribute value) -> Optional.of(value.type());
      case Operand.Size _ -> Optional.of("N");
      case Operand.At _ -> Optional.empty();
    };
  }
}
