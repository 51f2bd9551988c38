package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Behaviour;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.ast.SuiteLine.Reaction;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the lines of a test file are made of: behaviours, incidents, expectations.
final class SuiteParts {

  private static final List<String> REACTIONS =
      List.of("returns", "fails", "real", "hangs", "crashes");

  private final Reading reading;
  private final Embedded embedded;
  private final Values values;
  private final Policies policies;

  SuiteParts(Reading reading, Embedded embedded, Values values, Policies policies) {
    this.reading = reading;
    this.embedded = embedded;
    this.values = values;
    this.policies = policies;
  }

  Optional<DurationText> duration(Node node) {
    return reading.scalar(node, "a duration such as 30s").flatMap(embedded::duration);
  }

  /// A key that is there with `true` or not at all.
  boolean flag(Node.Entry entry) {
    boolean yes = entry.value() instanceof Node.Scalar scalar && scalar.value().equals("true");
    if (!yes) {
      reading.report(
          Code.WRONG_SHAPE
              .at(entry.name() + " is true or not there", Reading.head(entry.value()))
              .hint("write " + entry.name() + ": true, or leave the key out"));
    }
    return yes;
  }

  // Behaviours

  /// The behaviour beside `given`, and those of its `then`.
  Optional<List<Behaviour>> behaviours(Node.Entry given, Keys keys, List<String> known) {
    List<Behaviour> all = new ArrayList<>();
    behaviour(given, keys).ifPresent(all::add);
    Optional<Node.Sequence> then =
        keys.find("then")
            .flatMap(entry -> reading.sequence(entry.value(), "what the calls after that do"));
    List<String> keysOfNext = known.stream().filter(key -> !key.equals("then")).toList();
    for (Node.Item item : then.map(Node.Sequence::items).orElse(List.of())) {
      Optional<Node.Mapping> mapping =
          reading.mapping(item.value(), "what a call does, such as {returns: 3}");
      if (mapping.isPresent() && !mapping.get().entries().isEmpty()) {
        Keys next = new Keys(reading, mapping.get(), "then", keysOfNext);
        behaviour(mapping.get().entries().getFirst(), next).ifPresent(all::add);
      }
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private Optional<Behaviour> behaviour(Node.Entry place, Keys keys) {
    Optional<DurationText> after = keys.find("after").flatMap(entry -> duration(entry.value()));
    Optional<RetryPolicyExpr.Whole> times =
        keys.find("times").flatMap(entry -> times(entry, false));
    return reaction(place, keys)
        .map(reaction -> new Behaviour(reaction, after, times, place.span()));
  }

  private Optional<Reaction> reaction(Node.Entry place, Keys keys) {
    List<Node.Entry> found = REACTIONS.stream().flatMap(word -> keys.find(word).stream()).toList();
    if (found.size() != 1) {
      Span at = found.isEmpty() ? place.key().span() : found.get(1).key().span();
      reading.report(
          Code.WRONG_SHAPE
              .at(
                  found.isEmpty()
                      ? "nothing here says what is done"
                      : "only one thing is done, and here are " + found.size(),
                  at)
              .hint("it has one of the keys " + String.join(", ", REACTIONS)));
      return Optional.empty();
    }
    Node.Entry entry = found.getFirst();
    return switch (entry.name()) {
      case "returns" -> values.value(entry.value()).map(Reaction.Returns::new);
      case "fails" -> {
        boolean permanently = keys.find("permanently").map(this::flag).orElse(false);
        yield failing(entry, keys).map(error -> new Reaction.Fails(permanently, error));
      }
      case "real" -> flag(entry) ? Optional.of(new Reaction.Real()) : Optional.empty();
      case "hangs" -> flag(entry) ? Optional.of(new Reaction.Hangs()) : Optional.empty();
      default -> flag(entry) ? Optional.of(new Reaction.Crashes()) : Optional.empty();
    };
  }

  private Optional<Failing> failing(Node.Entry name, Keys keys) {
    Optional<Name> error = reading.word(name.value(), "the name of an error");
    Optional<Expr> message = value(keys, "message");
    Optional<Expr> data = value(keys, "data");
    return error.map(it -> new Failing(it, message, data));
  }

  private Optional<Expr> value(Keys keys, String key) {
    return keys.find(key).flatMap(entry -> values.value(entry.value()));
  }

  private Optional<RetryPolicyExpr.Whole> times(Node.Entry entry, boolean mayBeNone) {
    boolean none =
        mayBeNone && entry.value() instanceof Node.Scalar scalar && scalar.value().equals("0");
    OptionalInt count =
        none ? OptionalInt.of(0) : policies.count(entry.value(), "the number of calls");
    return count.isPresent()
        ? Optional.of(new RetryPolicyExpr.Whole(count.getAsInt(), entry.value().span()))
        : Optional.empty();
  }

  // Incidents

  /// One that needs nothing beside its word.
  Optional<Incident> incident(Node.Scalar word) {
    return switch (word.value()) {
      case "cancel" -> Optional.of(new Incident.Cancel(Optional.empty()));
      case "terminate" -> Optional.of(new Incident.Terminate(Optional.empty()));
      case "redrive" -> Optional.of(new Incident.Redrive());
      case "pause" -> Optional.of(new Incident.Pause());
      case "resume" -> Optional.of(new Incident.Resume());
      case "crash" -> Optional.of(new Incident.Crash());
      default -> Optional.empty();
    };
  }

  Optional<Incident> incident(Node.Entry head, Keys keys) {
    return switch (head.name()) {
      case "signal" -> {
        Optional<Name> name = reading.word(head.value(), "the name of a signal");
        Optional<Expr> payload = value(keys, "with");
        yield name.map(it -> new Incident.Signal(it, payload));
      }
      case "callback" -> {
        Optional<Name> name = reading.word(head.value(), "the name of a signal");
        Optional<Answer> answer = answer(keys);
        yield name.flatMap(it -> answer.map(a -> new Incident.Callback(it, a)));
      }
      case "cancel" -> Optional.of(new Incident.Cancel(reason(head)));
      case "terminate" -> Optional.of(new Incident.Terminate(reason(head)));
      default -> {
        if (!(head.value() instanceof Node.Scalar scalar && scalar.missing())) {
          reading.report(
              Code.WRONG_SHAPE.at(
                  "'" + head.name() + "' has no value", Reading.head(head.value())));
        }
        yield incident(head.key());
      }
    };
  }

  private Optional<Expr> reason(Node.Entry head) {
    boolean none = head.value() instanceof Node.Scalar scalar && scalar.missing();
    return none ? Optional.empty() : values.value(head.value());
  }

  private Optional<Answer> answer(Keys keys) {
    if (keys.has("fails")) {
      return keys.find("fails").flatMap(entry -> failing(entry, keys)).map(Answer.Fails::new);
    }
    if (keys.has("heartbeat")) {
      return keys.find("heartbeat").filter(this::flag).map(_ -> new Answer.Beats());
    }
    return Optional.of(new Answer.Completes(value(keys, "with")));
  }

  // Expectations

  Optional<Expectation> expectation(Node.Entry head, Keys keys) {
    return switch (head.name()) {
      case "expect_result" ->
          values.value(head.value()).map(it -> new Expectation.Result(false, it));
      case "expect_result_includes" ->
          values.value(head.value()).map(it -> new Expectation.Result(true, it));
      case "expect_error" -> failing(head, keys).map(Expectation.Error::new);
      case "expect_status" -> reading.word(head.value(), "a status").map(Expectation.Status::new);
      case "expect_steps" ->
          handlers(head.value()).map(it -> new Expectation.Steps(it, head.value().span()));
      case "expect_undone" ->
          handlers(head.value()).map(it -> new Expectation.Undone(it, head.value().span()));
      case "expect_call" -> called(head, keys, false);
      case "expect_workflow_call" -> called(head, keys, true);
      case "expect_time" -> time(head.value());
      default -> values.bare(head.value()).map(Expectation.That::new);
    };
  }

  private Optional<Expectation> called(Node.Entry head, Keys keys, boolean workflow) {
    Optional<Name> target =
        reading.target(head.value(), workflow ? "the name of a workflow" : "the name of a handler");
    Optional<RetryPolicyExpr.Whole> times = keys.find("times").flatMap(entry -> times(entry, true));
    Optional<Expr> arguments = value(keys, "with");
    return target.map(it -> new Expectation.Called(workflow, it, times, arguments));
  }

  private Optional<List<Name>> handlers(Node node) {
    Optional<Node.Sequence> sequence = reading.sequence(node, "a list of handlers");
    List<Name> names = new ArrayList<>();
    for (Node.Item item : sequence.map(Node.Sequence::items).orElse(List.of())) {
      if (item.value() instanceof Node.Scalar scalar && scalar.value().equals(Expectation.OTHERS)) {
        names.add(new Name(Expectation.OTHERS, scalar.span()));
      } else {
        reading.target(item.value(), "the name of a handler").ifPresent(names::add);
      }
    }
    return sequence.map(_ -> names);
  }

  /// `2d`, or `2d..3d`.
  private Optional<Expectation> time(Node node) {
    Optional<Node.Scalar> found = reading.scalar(node, "a duration, or a range such as 2d..3d");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Node.Scalar scalar = found.get();
    int dots = scalar.value().indexOf("..");
    if (dots < 0) {
      return embedded.duration(scalar).map(it -> new Expectation.Time(it, it));
    }
    Optional<DurationText> from = embedded.duration(scalar, 0, dots);
    Optional<DurationText> to = embedded.duration(scalar, dots + 2, scalar.value().length());
    return from.flatMap(f -> to.map(t -> new Expectation.Time(f, t)));
  }
}
