package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The retry policies that a workflow declares, and which of them something uses.
final class PolicyNames {

  private final Map<String, Name> declared;
  private final Report report;
  private final Set<String> used = new HashSet<>();

  PolicyNames(Map<String, Name> declared, Report report) {
    this.declared = declared;
    this.report = report;
  }

  void check(Clause.Retry retry) {
    retry.inline().ifPresent(policy -> Policies.check(policy, report));
    retry.policy().ifPresent(this::check);
  }

  private void check(Name policy) {
    used.add(policy.text());
    if (declared.containsKey(policy.text())) {
      return;
    }
    Diagnostic diagnostic =
        Code.UNKNOWN_POLICY.at(
            "there is no retry policy '" + Words.shown(policy.text()) + "'", policy.span());
    report.add(
        Nearest.hint(policy.text(), declared.keySet())
            .map(diagnostic::hint)
            .orElseGet(() ->
                diagnostic.hint(
                    "declare it: 'retry " + Words.shown(policy.text()) + " = 3 attempts'")));
  }

  void reportUnused() {
    declared.forEach((name, first) -> {
      if (!used.contains(name)) {
        report.add(Code.UNUSED, "nothing uses the retry policy '" + name + "'", first.span());
      }
    });
  }
}
