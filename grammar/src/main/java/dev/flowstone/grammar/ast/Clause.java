package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// What may follow a construct, in any order; the tree keeps clauses in the canonical order of
/// [#order].
///
/// Which clause is allowed where is known to the parser: a clause that does not belong is a
/// diagnostic and is not in the tree.
public sealed interface Clause {

  Trivia trivia();

  Span span();

  /// `retry steady` (a name) or `retry 3 attempts, backoff 1s..10s`.
  record Retry(Optional<Name> policy, Optional<RetryPolicyExpr> inline, Trivia trivia, Span span)
      implements Clause {}

  /// `at most once`
  record AtMostOnce(Trivia trivia, Span span) implements Clause {}

  /// `every 30s` of a `poll`.
  record Every(Expr interval, Trivia trivia, Span span) implements Clause {}

  /// `until EXPR` of a `poll`.
  record Until(Expr condition, Trivia trivia, Span span) implements Clause {}

  /// `timeout 30s`: literal on a step, any expression of type duration on `wait for`, `poll` and
  /// `call`.
  record Timeout(Expr duration, Trivia trivia, Span span) implements Clause {}

  /// `heartbeat 30s`
  record Heartbeat(DurationText interval, Trivia trivia, Span span) implements Clause {}

  /// `notify mail.ask(to: x)` or `notify { step mail.ask(to: x) retry steady }`.
  record Notify(Invocation call, List<Clause> clauses, Trivia trivia, Span span) implements Clause {
    public Notify {
      clauses = List.copyOf(clauses);
    }
  }

  /// `compensate payments.refund(id: 3)` or `compensate { step payments.refund(id: 3) retry steady
  /// timeout 1m }`.
  record Compensate(Invocation call, List<Clause> clauses, Trivia trivia, Span span)
      implements Clause {
    public Compensate {
      clauses = List.copyOf(clauses);
    }
  }

  /// `on timeout { … }`
  record OnTimeout(Block block, Trivia trivia, Span span) implements Clause {}

  /// The place of this kind of clause in the canonical order.
  default int order() {
    return switch (this) {
      case Retry _ -> 0;
      case AtMostOnce _ -> 1;
      case Every _ -> 2;
      case Until _ -> 3;
      case Timeout _ -> 4;
      case Heartbeat _ -> 5;
      case Notify _ -> 6;
      case Compensate _ -> 7;
      case OnTimeout _ -> 8;
    };
  }

  /// The clause of one kind, where there is one.
  static <T extends Clause> Optional<T> find(List<Clause> clauses, Class<T> kind) {
    return clauses.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }
}
