package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Retry policies, join policies and the numbers in them.
final class Policies {

  private static final List<String> RETRY_KEYS =
      List.of("attempts", "backoff", "factor", "jitter", "within", "only", "except");
  private static final List<String> JOIN_KEYS = List.of("first", "tolerate");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

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
            keys.find("jitter").flatMap(e -> reading.word(e.value(), "the kind of jitter")),
            keys.find("within").flatMap(this::within),
            keys.find("only").map(e -> names(e.value())).orElse(List.of()),
            keys.find("except").map(e -> names(e.value())).orElse(List.of()),
            mapping.get().span()));
  }

  private Optional<RetryPolicyExpr.Whole> attempts(Node.Entry entry) {
    OptionalInt count = whole(entry.value());
    return count.isPresent()
        ? Optional.of(new RetryPolicyExpr.Whole(count.getAsInt(), entry.value().span()))
        : Optional.empty();
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
    if (!DECIMAL.matcher(text).matches()) {
      reading.report(
          Code.WRONG_SHAPE.at("a factor is a number such as 2 or 1.5", found.get().span()));
      return Optional.empty();
    }
    return Optional.of(
        new RetryPolicyExpr.Factor(Double.parseDouble(text), text, found.get().span()));
  }

  /// Names of errors: a list, or one alone.
  List<Name> names(Node node) {
    List<Name> names = new ArrayList<>();
    if (node instanceof Node.Sequence sequence) {
      for (Node.Item item : sequence.items()) {
        reading.word(item.value(), "the name of an error").ifPresent(names::add);
      }
    } else {
      reading.word(node, "the name of an error, or a list of them,").ifPresent(names::add);
    }
    return names;
  }

  /// A whole number; its bounds are checked where it is known what it counts.
  OptionalInt whole(Node node) {
    Optional<Node.Scalar> scalar = reading.scalar(node, "a whole number");
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!WHOLE.matcher(scalar.get().value()).matches()) {
      reading.report(
          Code.WRONG_SHAPE.at(
              "\""
                  + Reading.shortened(scalar.get().value())
                  + "\" is not a whole number of at most nine digits",
              scalar.get().span()));
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(scalar.get().value()));
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
    OptionalInt count = whole(node);
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
    if (!(percent ? DECIMAL : WHOLE).matcher(number).matches()) {
      reading.report(
          Code.WRONG_SHAPE.at(
              "what is tolerated is a number of failures, or a share such as 5%",
              scalar.get().span()));
      return new Join.All(span);
    }
    return new Join.Tolerate(Double.parseDouble(number), percent, span);
  }
}
