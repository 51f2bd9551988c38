package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Retry policies, join policies and the numbers in them.
final class Policies {

  private static final List<String> RETRY_KEYS =
      List.of("attempts", "backoff", "factor", "jitter", "within", "only", "except");
  private static final List<String> JOIN_KEYS = List.of("first", "tolerate");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL =
      Pattern.compile("([0-9]{1,20}(\\.[0-9]{1,20})?|\\.[0-9]{1,20})([eE][+-]?[0-9]{1,3})?");
  private static final List<String> JITTERS = List.of("none", "full", "half");

  private final Reading reading;
  private final Embedded embedded;

  Policies(Reading reading, Embedded embedded) {
    this.reading = reading;
    this.embedded = embedded;
  }

  Optional<RetryPolicyExpr> policy(Node node) {
    Optional<Node.Mapping> mapping = reading.mapping(node, "a retry policy such as {attempts: 3}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = new Keys(reading, mapping.get(), "retry policy", RETRY_KEYS);
    return Optional.of(
        new RetryPolicyExpr(
            keys.find("attempts").flatMap(this::attempts),
            keys.find("backoff").flatMap(this::backoff),
            keys.find("factor").flatMap(this::factor),
            keys.find("jitter").flatMap(this::jitter),
            keys.find("within").flatMap(this::within),
            keys.find("only").map(e -> names(e.value())).orElse(List.of()),
            keys.find("except").map(e -> names(e.value())).orElse(List.of()),
            mapping.get().span()));
  }

  private Optional<RetryPolicyExpr.Whole> attempts(Node.Entry entry) {
    OptionalInt count = count(entry.value(), "the number of attempts");
    return count.isPresent()
        ? Optional.of(new RetryPolicyExpr.Whole(count.getAsInt(), entry.value().span()))
        : Optional.empty();
  }

  private Optional<Name> jitter(Node.Entry entry) {
    Optional<Name> name = reading.word(entry.value(), "the kind of jitter");
    name.filter(n -> !JITTERS.contains(n.text()))
        .ifPresent(n ->
            reading.report(
                Code.UNKNOWN_WORD
                    .at("the jitter is none, full or half, and not " + n.text(), n.span())
                    .hint(Nearest.hint(n.text(), JITTERS).orElse("write jitter: full"))));
    return name;
  }

  private Optional<DurationText> within(Node.Entry entry) {
    return reading.scalar(entry.value(), "a duration such as 10m").flatMap(embedded::duration);
  }

  private Optional<RetryPolicyExpr.Backoff> backoff(Node.Entry entry) {
    Optional<Node.Scalar> found = reading.scalar(entry.value(), "a range such as 1s..60s");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Node.Scalar scalar = found.get();
    int dots = scalar.value().indexOf("..");
    if (dots < 0) {
      reading.report(
          Code.WRONG_SHAPE
              .at("a backoff goes from one duration to another", scalar.span())
              .hint("write backoff: 1s..60s"));
      return Optional.empty();
    }
    Optional<DurationText> from = embedded.duration(scalar, 0, dots);
    Optional<DurationText> to = embedded.duration(scalar, dots + 2, scalar.value().length());
    return from.flatMap(f -> to.map(t -> new RetryPolicyExpr.Backoff(f, t, scalar.span())));
  }

  private Optional<RetryPolicyExpr.Factor> factor(Node.Entry entry) {
    Optional<Node.Scalar> found = reading.scalar(entry.value(), "a number such as 2");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String text = found.get().value();
    if (!isDecimal(text)) {
      reading.report(
          Code.WRONG_SHAPE.at("a factor is a number such as 2 or 1.5", found.get().span()));
      return Optional.empty();
    }
    return Optional.of(
        new RetryPolicyExpr.Factor(Double.parseDouble(text), text, found.get().span()));
  }

  private static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text));
  }

  /// Names of errors: a list, or one alone.
  List<Name> names(Node node) {
    return names(node, item -> reading.word(item, "the name of an error"));
  }

  /// Names of errors that are caught, which are no words that begin a statement.
  List<Name> caught(Node node) {
    return names(node, item -> reading.free(item, "the name of an error"));
  }

  private List<Name> names(Node node, Function<Node, Optional<Name>> read) {
    List<Name> names = new ArrayList<>();
    if (node instanceof Node.Sequence sequence) {
      if (sequence.items().isEmpty()) {
        reading.report(Code.MISSING_PART.at("the list names no error", Reading.head(node)));
      }
      for (Node.Item item : sequence.items()) {
        read.apply(item.value()).ifPresent(names::add);
      }
    } else {
      read.apply(node).ifPresent(names::add);
    }
    return names;
  }

  /// A whole number from 1 on; `what` it counts is told where it is none.
  OptionalInt count(Node node, String what) {
    Optional<Node.Scalar> scalar = reading.scalar(node, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = scalar.get().value();
    int value = WHOLE.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (value < 1) {
      reading.report(
          Code.OUT_OF_BOUNDS.at(
              what + " must be a whole number from 1 to 999999999, not " + Reading.shortened(text),
              scalar.get().span()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(value);
  }

  /// `settle`, `{first: 2}`, `{tolerate: 3}` or `{tolerate: 5%}`.
  Join join(Node node) {
    if (node instanceof Node.Mapping mapping) {
      Keys keys = new Keys(reading, mapping, "join", JOIN_KEYS);
      if (keys.has("first") == keys.has("tolerate")) {
        reading.report(
            Code.WRONG_SHAPE
                .at("a join is settle, {first: N} or {tolerate: N}", Reading.head(mapping))
                .hint("leave join out where every branch must succeed"));
        return new Join.All(mapping.span());
      }
      return keys.find("first")
          .map(e -> first(e.value(), mapping.span()))
          .orElseGet(() ->
              keys.find("tolerate").map(e -> tolerate(e.value(), mapping.span())).orElseThrow());
    }
    Optional<Node.Scalar> scalar = reading.scalar(node, "settle, {first: N} or {tolerate: N}");
    if (scalar.isPresent() && !scalar.get().value().equals("settle")) {
      reading.report(
          Code.WRONG_SHAPE
              .at("a join is settle, {first: N} or {tolerate: N}", scalar.get().span())
              .hint("leave join out where every branch must succeed"));
    }
    return scalar.isPresent() ? new Join.Settle(node.span()) : new Join.All(node.span());
  }

  private Join first(Node node, Span span) {
    OptionalInt count = count(node, "the number of successes");
    return count.isPresent() ? new Join.First(count.getAsInt(), span) : new Join.All(span);
  }

  private Join tolerate(Node node, Span span) {
    Optional<Node.Scalar> scalar =
        reading.scalar(node, "a number of failures, or a share such as 5%");
    if (scalar.isEmpty()) {
      return new Join.All(span);
    }
    String text = scalar.get().value();
    boolean percent = text.endsWith("%");
    String number = percent ? text.substring(0, text.length() - 1) : text;
    double amount = isDecimal(number) ? Double.parseDouble(number) : -1;
    boolean fits =
        percent
            ? amount >= 0 && amount <= 100
            : amount >= 0 && amount == Math.rint(amount) && amount <= Integer.MAX_VALUE;
    if (!fits) {
      reading.report(
          Code.OUT_OF_BOUNDS.at(
              "what is tolerated is a whole number of failures, or a share up to 100%",
              scalar.get().span()));
      return new Join.All(span);
    }
    return new Join.Tolerate(amount, percent, span);
  }
}
