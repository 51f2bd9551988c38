package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is wrong with a retry policy, and what it comes to with the engine's defaults filled in.
final class Policies {

  static final int MOST_ATTEMPTS = 1_000;
  static final double LARGEST_FACTOR = 100;
  private static final List<String> JITTERS = List.of("none", "full", "half");

  private Policies() {}

  static void check(RetryPolicyExpr policy, Report report) {
    policy
        .attempts()
        .filter(attempts -> attempts.value() < 1 || attempts.value() > MOST_ATTEMPTS)
        .ifPresent(attempts ->
            report.add(
                Code.OUT_OF_BOUNDS,
                "attempts are between 1 and " + MOST_ATTEMPTS + ", the first included",
                attempts.span()));
    policy.backoff().ifPresent(backoff -> backoff(backoff, report));
    policy
        .factor()
        .filter(factor -> !(factor.value() >= 1 && factor.value() <= LARGEST_FACTOR))
        .ifPresent(factor ->
            report.add(
                Code.OUT_OF_BOUNDS,
                "the factor of a backoff is between 1 and " + (int) LARGEST_FACTOR,
                factor.span()));
    policy.jitter().ifPresent(jitter -> jitter(jitter, report));
    policy.within().ifPresent(within -> Durations.check(within, "'within'", report));
    errors(policy, report);
  }

  private static void backoff(RetryPolicyExpr.Backoff backoff, Report report) {
    Durations.check(backoff.from(), "a backoff", report);
    Durations.check(backoff.to(), "a backoff", report);
    if (backoff.from().value().compareTo(backoff.to().value()) > 0) {
      report.add(
          Code.RETRY_POLICY
              .at("the backoff begins above its end", backoff.span())
              .hint("write '" + backoff.to().text() + ".." + backoff.from().text() + "'"));
    }
  }

  private static void jitter(Name jitter, Report report) {
    if (JITTERS.contains(jitter.text())) {
      return;
    }
    Diagnostic diagnostic =
        Code.RETRY_POLICY.at(
            "there is no jitter '" + Words.shown(jitter.text()) + "', only none, full and half",
            jitter.span());
    report.add(Nearest.hint(jitter.text(), JITTERS).map(diagnostic::hint).orElse(diagnostic));
  }

  private static void errors(RetryPolicyExpr policy, Report report) {
    if (!policy.only().isEmpty() && !policy.except().isEmpty()) {
      report.add(
          Code.RETRY_POLICY
              .at("'only' and 'except' exclude each other", policy.except().getFirst().span())
              .related("'only' names these", policy.only().getFirst().span())
              .hint("keep one of them"));
    }
    duplicates(policy.only(), report);
    duplicates(policy.except(), report);
  }

  private static void duplicates(List<Name> errors, Report report) {
    Map<String, Name> seen = new HashMap<>();
    for (Name error : errors) {
      Name first = seen.putIfAbsent(error.text(), error);
      if (first != null) {
        report.add(
            Code.DUPLICATE_CASE
                .at("'" + Words.shown(error.text()) + "' is named twice", error.span())
                .related("first here", first.span()));
      }
    }
  }

  /// The policy that runs: what is not written is that of a step.
  static RetryPolicy resolve(RetryPolicyExpr written) {
    RetryPolicy base = RetryPolicy.STEP_DEFAULT;
    return new RetryPolicy(
        written.attempts().map(RetryPolicyExpr.Whole::value).orElse(base.attempts()),
        written.backoff().map(backoff -> backoff.from().value()).orElse(base.from()),
        written.backoff().map(backoff -> backoff.to().value()).orElse(base.to()),
        written.factor().map(RetryPolicyExpr.Factor::value).orElse(base.factor()),
        written.jitter().map(Policies::jitter).orElse(base.jitter()),
        written.only().stream().map(Name::text).toList(),
        written.except().stream().map(Name::text).toList(),
        written.within().map(DurationText::value));
  }

  private static RetryPolicy.Jitter jitter(Name name) {
    for (RetryPolicy.Jitter jitter : RetryPolicy.Jitter.values()) {
      if (jitter.name().toLowerCase(Locale.ROOT).equals(name.text())) {
        return jitter;
      }
    }
    return RetryPolicy.STEP_DEFAULT.jitter();
  }
}
