package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the declarations of a workflow. Their order among themselves is free; each may stand once,
/// by kind or by name.
final class Declarations {

  private final Report report;
  private final TypeResolver types;
  private final Map<String, Span> once = new HashMap<>();
  private final Map<String, Name> typeNames = new LinkedHashMap<>();
  private final Map<String, Name> policyNames = new LinkedHashMap<>();
  private final Map<String, Name> signalNames = new LinkedHashMap<>();
  private final Map<String, RetryPolicy> policies = new LinkedHashMap<>();

  private Type.Record input = new Type.Record(Map.of());
  private final Map<String, Value> defaults = new LinkedHashMap<>();
  private Optional<Type> output = Optional.empty();
  private final Map<String, Type> signals = new LinkedHashMap<>();
  private Optional<Duration> timeout = Optional.empty();
  private Optional<Duration> stepTimeout = Optional.empty();
  private Optional<Clause.Retry> stepRetry = Optional.empty();

  Declarations(Report report) {
    this.report = report;
    this.types = new TypeResolver(report);
  }

  Map<String, Name> policyNames() {
    return policyNames;
  }

  Map<String, Name> signalNames() {
    return signalNames;
  }

  Declared read(Workflow workflow) {
    workflow.declarations().forEach(this::collect);
    Map<String, Type> named = types.resolveAll();
    workflow.declarations().forEach(this::resolve);
    typeNames.forEach((name, first) -> {
      if (!types.isUsed(name)) {
        report.add(Code.UNUSED, "nothing uses the type '" + name + "'", first.span());
      }
    });
    return new Declared(
        input,
        defaults,
        output,
        named,
        signals,
        policies,
        timeout,
        stepTimeout,
        stepRetry.map(this::policy));
  }

  /// What a retry clause comes to; an unknown name, which was told of, to the engine's default.
  private RetryPolicy policy(Clause.Retry retry) {
    return policy(retry, policies);
  }

  static RetryPolicy policy(Clause.Retry retry, Map<String, RetryPolicy> policies) {
    return retry
        .inline()
        .map(Policies::resolve)
        .or(() -> retry.policy().map(name -> policies.get(name.text())))
        .orElse(RetryPolicy.STEP_DEFAULT);
  }

  /// Names first, so that a type or a policy can be used above its declaration.
  private void collect(Declaration declaration) {
    switch (declaration) {
      case Declaration.NamedType(Name name, TypeExpr type, var _, var _) -> {
        if (TypeResolver.isBuiltIn(name.text())) {
          report.add(
              Code.RESERVED_NAME.at(
                  "'" + name.text() + "' is a type of the language", name.span()));
        } else if (isNew(typeNames, name, "type")) {
          types.declare(name, type);
        }
      }
      case Declaration.Retry(Name name, var policy, var _, var _) -> {
        if (isNew(policyNames, name, "retry policy")) {
          policies.put(name.text(), Policies.resolve(policy));
        }
        Policies.check(policy, report);
      }
      case Declaration.Signal(Name name, var _, var _, var _) -> isNew(signalNames, name, "signal");
      case Declaration.Input(var _, var _, Span span) -> isFirst("input", span);
      case Declaration.Output(var _, var _, Span span) -> isFirst("output", span);
      case Declaration.Timeout(var _, var _, Span span) -> isFirst("timeout", span);
      case Declaration.Default(Clause clause, var _, Span span) -> {
        String what = clause instanceof Clause.Retry ? "default retry" : "default timeout";
        isFirst(what, span);
      }
    }
  }

  private boolean isNew(Map<String, Name> names, Name name, String what) {
    Name first = names.putIfAbsent(name.text(), name);
    if (first != null) {
      report.add(
          Code.DUPLICATE_NAME
              .at(
                  "the " + what + " '" + Words.shown(name.text()) + "' is declared twice",
                  name.span())
              .related("first here", first.span()));
    }
    return first == null;
  }

  private void isFirst(String what, Span span) {
    Span first = once.putIfAbsent(what, span);
    if (first != null) {
      report.add(
          Code.DUPLICATE_PART
              .at("'" + what + "' is declared twice", span)
              .related("first here", first));
    }
  }

  private void resolve(Declaration declaration) {
    switch (declaration) {
      case Declaration.Input(List<TypeExpr.Field> fields, var _, Span span) -> {
        input = types.input(fields, new TypeExpr.Record(fields, span));
        fields.forEach(this::defaultValue);
      }
      case Declaration.Output(TypeExpr type, var _, var _) ->
          output = Optional.of(types.resolve(type));
      case Declaration.Signal(Name name, TypeExpr payload, var _, var _) ->
          signals.putIfAbsent(name.text(), types.resolve(payload));
      case Declaration.Timeout(DurationText duration, var _, var _) -> {
        Durations.check(duration, "the timeout of a workflow", report);
        timeout = Optional.of(duration.value());
      }
      case Declaration.Default(Clause clause, var _, Span span) -> standard(clause, span);
      case Declaration.NamedType _, Declaration.Retry _ -> {}
    }
  }

  private void standard(Clause clause, Span span) {
    switch (clause) {
      case Clause.Timeout(Expr duration, var _, var _) -> {
        stepTimeout = Durations.literal(duration);
        if (stepTimeout.isEmpty()) {
          report.add(
              Code.DURATION_BOUNDS
                  .at("the default timeout is a literal", duration.span())
                  .hint("write it out, such as 'default timeout 30s'"));
        }
        Durations.check(duration, "the default timeout", report);
      }
      case Clause.Retry retry -> stepRetry = Optional.of(retry);
      case Clause.AtMostOnce _,
          Clause.Every _,
          Clause.Until _,
          Clause.Heartbeat _,
          Clause.Notify _,
          Clause.Compensate _,
          Clause.OnTimeout _ ->
          report.add(Code.MISPLACED, "only 'timeout' and 'retry' have a default", span);
    }
  }

  Optional<Clause.Retry> stepRetry() {
    return stepRetry;
  }

  private void defaultValue(TypeExpr.Field field) {
    if (field.defaultValue().isEmpty()) {
      return;
    }
    Expr written = field.defaultValue().get();
    Type.Field resolved = input.fields().get(field.name().text());
    if (resolved == null || defaults.containsKey(field.name().text())) {
      return;
    }
    Report own = new Report();
    Flow flow = new Flow();
    Expressions expressions =
        new Expressions(new Names(flow, own, new Type.Record(Map.of()), Map.of()), flow, own);
    expressions.expect(written, resolved.type());
    own.sorted().forEach(report::add);
    Optional<Value> value = expressions.compiled().find(written).flatMap(Literals::value);
    value.ifPresent(it -> defaults.put(field.name().text(), it));
    if (value.isEmpty() && own.sorted().isEmpty()) {
      report.add(
          Code.MISPLACED_PART
              .at("a default is a literal", written.span())
              .hint("compute it in a statement instead"));
    }
  }
}
