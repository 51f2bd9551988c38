package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// A retry policy as it was written: `5 attempts, backoff 1s..60s, factor 2, jitter full, within
/// 10m, except [CardDeclined]`.
///
/// What is absent takes the engine's default. `jitter` is `none`, `full` or `half`.
public record RetryPolicyExpr(
    Optional<Whole> attempts,
    Optional<Backoff> backoff,
    Optional<Factor> factor,
    Optional<Name> jitter,
    Optional<DurationText> within,
    List<Name> only,
    List<Name> except,
    Span span) {

  /// A positive whole number.
  public record Whole(int value, Span span) {}

  /// `1s..60s`
  public record Backoff(DurationText from, DurationText to, Span span) {}

  /// `factor 1.5`, with the text that was written.
  public record Factor(double value, String text, Span span) {}

  public RetryPolicyExpr {
    only = List.copyOf(only);
    except = List.copyOf(except);
  }
}
