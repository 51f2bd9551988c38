package dev.flowstone.lambda.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The tokens of an expression with a place to read from, and what all expressions have in common:
/// operands are paths and values.
final class ExpressionTokens {

  /// "Reserved words in DynamoDB" in the developer guide.
  private static final Set<String> RESERVED = reservedWords();

  /// "Expression parameters" in the quotas page: the largest expression string is 4 KB.
  private static final int LONGEST = 4096;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)"
              + "|(?<value>:[A-Za-z0-9_]+)|(?<number>[0-9]+)|(?<sign><>|<=|>=|[-+=<>(),.\\[\\]]))");

  private final List<String> tokens = new ArrayList<>();
  private final Placeholders placeholders;
  private int next;

  ExpressionTokens(String expression, Placeholders placeholders) {
    this.placeholders = placeholders;
    if (expression.isBlank()) {
      throw ServiceException.invalid("The expression can not be empty;");
    }
    int length = expression.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw ServiceException.invalid(
          "Expression size has exceeded the maximum allowed size; expression size: " + length);
    }
    Matcher matcher = TOKEN.matcher(expression);
    int at = 0;
    String text = expression.stripTrailing();
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw ServiceException.invalid(
            "Syntax error; token: \""
                + text.charAt(at)
                + "\", near: \""
                + text.substring(at)
                + '"');
      }
      tokens.add(matcher.group().strip());
      at = matcher.end();
    }
  }

  private static Set<String> reservedWords() {
    var file = ExpressionTokens.class.getResourceAsStream("reserved-words.txt");
    if (file == null) {
      throw new IllegalStateException("the list of reserved words is missing");
    }
    try (file) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toUnmodifiableSet());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  String peek() {
    return peek(0);
  }

  String peek(int ahead) {
    return next + ahead < tokens.size() ? tokens.get(next + ahead) : "<EOF>";
  }

  String take() {
    String token = peek();
    next++;
    return token;
  }

  boolean takeIf(String token) {
    if (!atEnd() && peek().equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  boolean isWord(String keyword) {
    return !atEnd() && peek().toUpperCase(Locale.ROOT).equals(keyword);
  }

  boolean takeWord(String keyword) {
    if (isWord(keyword)) {
      next++;
      return true;
    }
    return false;
  }

  void expect(String token) {
    if (!takeIf(token)) {
      throw syntaxError();
    }
  }

  void expectWord(String keyword) {
    if (!takeWord(keyword)) {
      throw syntaxError();
    }
  }

  void expectEnd() {
    if (!atEnd()) {
      throw syntaxError();
    }
  }

  int place() {
    return next;
  }

  ServiceException syntaxError() {
    int from = Math.max(0, next - 1);
    int to = Math.min(tokens.size(), next + 2);
    return ServiceException.invalid(
        "Syntax error; token: \""
            + peek()
            + "\", near: \""
            + String.join(" ", tokens.subList(Math.min(from, to), to))
            + '"');
  }

  boolean atValue() {
    return peek().startsWith(":");
  }

  boolean atFunction() {
    return Character.isLetter(peek().charAt(0)) && peek(1).equals("(");
  }

  Attribute value() {
    if (!atValue()) {
      throw syntaxError();
    }
    return placeholders.value(take());
  }

  DocumentPath path() {
    List<DocumentPath.Step> steps = new ArrayList<>();
    steps.add(field());
    while (true) {
      if (takeIf(".")) {
        steps.add(field());
      } else if (takeIf("[")) {
        if (!Character.isDigit(peek().charAt(0))) {
          throw syntaxError();
        }
        try {
          steps.add(new DocumentPath.Step.Position(Integer.parseInt(take())));
        } catch (NumberFormatException e) {
          throw ServiceException.invalid("List index is not within the allowable range");
        }
        expect("]");
      } else {
        return new DocumentPath(List.copyOf(steps));
      }
    }
  }

  private DocumentPath.Step field() {
    char first = peek().charAt(0);
    if (first == '#') {
      return new DocumentPath.Step.Field(placeholders.name(take()));
    }
    if (atEnd() || !Character.isLetter(first)) {
      throw syntaxError();
    }
    String word = take();
    if (RESERVED.contains(word.toUpperCase(Locale.ROOT))) {
      throw ServiceException.invalid(
          "Attribute name is a reserved keyword; reserved keyword: " + word);
    }
    return new DocumentPath.Step.Field(word);
  }
}
