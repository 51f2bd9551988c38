package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// What a workflow says of itself before its first statement.
public sealed interface Declaration {

  Trivia trivia();

  Span span();

  /// `input { order_id: string, amount: number = 10 }`
  record Input(List<TypeExpr.Field> fields, Trivia trivia, Span span) implements Declaration {
    public Input {
      fields = List.copyOf(fields);
    }
  }

  /// `output { status: string }` or `output string`
  record Output(TypeExpr type, Trivia trivia, Span span) implements Declaration {}

  /// `type Address = { street: string }`
  record NamedType(Name name, TypeExpr type, Trivia trivia, Span span) implements Declaration {}

  /// `timeout 10d`: of the whole workflow
  record Timeout(DurationText duration, Trivia trivia, Span span) implements Declaration {}

  /// `retry steady = 5 attempts, backoff 1s..60s`
  record Retry(Name name, RetryPolicyExpr policy, Trivia trivia, Span span)
      implements Declaration {}

  /// `signal approval: {approved: bool, reason?: string}`
  record Signal(Name name, TypeExpr payload, Trivia trivia, Span span) implements Declaration {}

  /// `default timeout 30s` · `default retry steady`: what steps without the clause get. Exactly one
  /// clause, a [Clause.Timeout] with a literal duration or a [Clause.Retry].
  record Default(Clause clause, Trivia trivia, Span span) implements Declaration {}
}
