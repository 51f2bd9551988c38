package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the declarations of a workflow come to: types resolved, policies filled in.
///
/// `input` is empty where nothing is declared. Fields with a value in `defaults` are not optional
/// in it, since whoever reads them finds something. `stepTimeout` and `stepRetry` are what
/// `default` declares.
public record Declared(
    Type.Record input,
    Map<String, Value> defaults,
    Optional<Type> output,
    Map<String, Type> types,
    Map<String, Type> signals,
    Map<String, RetryPolicy> policies,
    Optional<Duration> timeout,
    Optional<Duration> stepTimeout,
    Optional<RetryPolicy> stepRetry) {

  public Declared {
    defaults = ordered(defaults);
    types = ordered(types);
    signals = ordered(signals);
    policies = ordered(policies);
  }

  /// What a retry clause comes to: the policy that it names or spells out. A name that is not
  /// declared, which is an error of the analysis, comes to the default of a step.
  public RetryPolicy policy(Clause.Retry retry) {
    return Declarations.policy(retry, policies);
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
