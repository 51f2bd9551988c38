package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.ClauseOwner;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The clauses of statements: keys beside the head, such as `retry` and `timeout`.
final class Clauses {

  /// What `compensate` and `notify` may have beside their `step` and its arguments.
  private static final List<String> CALL_KEYS =
      List.of("step", "with", "retry", "at_most_once", "timeout", "heartbeat");

  private final Reading reading;
  private final Embedded embedded;
  private final Values values;
  private final Policies policies;

  Clauses(Reading reading, Embedded embedded, Values values, Policies policies) {
    this.reading = reading;
    this.embedded = embedded;
    this.values = values;
    this.policies = policies;
  }

  /// All clauses among the keys, in the canonical order of the tree; `on_timeout` is left to its
  /// owner, which reads statements.
  List<Clause> of(Keys keys, ClauseOwner owner) {
    List<Clause> clauses = new ArrayList<>();
    keys.find("retry").flatMap(this::retry).ifPresent(clauses::add);
    keys.find("at_most_once").flatMap(this::atMostOnce).ifPresent(clauses::add);
    keys.find("every").flatMap(this::every).ifPresent(clauses::add);
    keys.find("until").flatMap(this::until).ifPresent(clauses::add);
    keys.find("timeout")
        .flatMap(owner.computesTimeout() ? this::computedTimeout : this::timeout)
        .ifPresent(clauses::add);
    keys.find("heartbeat").flatMap(this::heartbeat).ifPresent(clauses::add);
    keys.find("notify").flatMap(this::notifying).ifPresent(clauses::add);
    keys.find("compensate").flatMap(this::compensate).ifPresent(clauses::add);
    return clauses;
  }

  /// The handler or workflow that a head names, with the arguments of `with`.
  Optional<Invocation> invocation(Node.Entry head, Keys keys, String what) {
    Optional<Name> target = reading.target(head.value(), what);
    List<Invocation.Argument> arguments = keys.find("with").map(this::arguments).orElse(List.of());
    return target.map(name ->
        new Invocation(
            name,
            arguments,
            keys.find("with").map(with -> name.span().to(with.span())).orElse(name.span())));
  }

  private List<Invocation.Argument> arguments(Node.Entry with) {
    List<Invocation.Argument> arguments = new ArrayList<>();
    Optional<Node.Mapping> mapping = reading.mapping(with.value(), "the arguments by name");
    for (Node.Entry entry : mapping.map(m -> Keys.unique(reading, m)).orElse(List.of())) {
      Name name = reading.field(entry.key());
      Optional<Expr> value = values.value(entry.value());
      Trivia trivia = trivia(entry);
      value.ifPresent(v -> arguments.add(new Invocation.Argument(name, v, trivia, entry.span())));
    }
    return arguments;
  }

  Optional<Clause> retry(Node.Entry entry) {
    if (entry.value() instanceof Node.Mapping mapping) {
      return policies
          .policy(mapping)
          .map(
              p -> new Clause.Retry(Optional.empty(), Optional.of(p), trivia(entry), entry.span()));
    }
    return reading
        .word(entry.value(), "the name of a retry policy, or a map such as {attempts: 3},")
        .map(n ->
            new Clause.Retry(
                Optional.of(n), Optional.<RetryPolicyExpr>empty(), trivia(entry), entry.span()));
  }

  private Optional<Clause> atMostOnce(Node.Entry entry) {
    boolean yes = entry.value() instanceof Node.Scalar scalar && scalar.value().equals("true");
    if (!yes) {
      reading.report(
          Code.WRONG_SHAPE
              .at("at_most_once is true or not there", Reading.head(entry.value()))
              .hint("write at_most_once: true, or leave the key out"));
      return Optional.empty();
    }
    return Optional.of(new Clause.AtMostOnce(trivia(entry), entry.span()));
  }

  private Optional<Clause> every(Node.Entry entry) {
    return values
        .duration(entry.value())
        .map(d -> new Clause.Every(d, trivia(entry), entry.span()));
  }

  private Optional<Clause> until(Node.Entry entry) {
    return values.bare(entry.value()).map(e -> new Clause.Until(e, trivia(entry), entry.span()));
  }

  private Optional<Clause> computedTimeout(Node.Entry entry) {
    return values
        .duration(entry.value())
        .map(d -> new Clause.Timeout(d, trivia(entry), entry.span()));
  }

  /// The timeout of a step, which is a literal duration.
  Optional<Clause> timeout(Node.Entry entry) {
    return literal(entry)
        .map(d -> new Clause.Timeout(new Expr.Duration(d, d.span()), trivia(entry), entry.span()));
  }

  private Optional<DurationText> literal(Node.Entry entry) {
    Optional<Node.Scalar> scalar = reading.scalar(entry.value(), "a duration such as 30s");
    if (scalar.filter(embedded::isComputed).isPresent()) {
      reading.report(
          Code.WRONG_SHAPE
              .at("this is a literal duration, and cannot be computed", entry.value().span())
              .hint("write it as in " + entry.name() + ": 30s"));
      return Optional.empty();
    }
    return scalar.flatMap(embedded::duration);
  }

  private Optional<Clause> heartbeat(Node.Entry entry) {
    return literal(entry).map(d -> new Clause.Heartbeat(d, trivia(entry), entry.span()));
  }

  private Optional<Clause> notifying(Node.Entry entry) {
    return call(entry)
        .map(c -> new Clause.Notify(c.call(), c.clauses(), trivia(entry), entry.span()));
  }

  private Optional<Clause> compensate(Node.Entry entry) {
    return call(entry)
        .map(c -> new Clause.Compensate(c.call(), c.clauses(), trivia(entry), entry.span()));
  }

  private record CallWithClauses(Invocation call, List<Clause> clauses) {}

  private Optional<CallWithClauses> call(Node.Entry entry) {
    Optional<Node.Mapping> mapping =
        reading.mapping(entry.value(), "a step such as {step: mail.send}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = new Keys(reading, mapping.get(), entry.name(), CALL_KEYS);
    List<Clause> clauses = of(keys, ClauseOwner.INNER_STEP);
    return keys.require("step")
        .flatMap(head -> invocation(head, keys, "the name of a handler"))
        .map(call -> new CallWithClauses(call, sorted(clauses)));
  }

  static List<Clause> sorted(List<Clause> clauses) {
    return clauses.stream().sorted(Comparator.comparingInt(Clause::order)).toList();
  }

  private Trivia trivia(Node.Entry entry) {
    return reading.comments.trivia(entry);
  }
}
