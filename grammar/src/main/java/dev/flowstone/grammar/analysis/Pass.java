package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.List;
import java.util.Map;

/// One pass over a whole workflow: the flow, names and expressions that belong to it.
final class Pass {

  private final Workflow workflow;
  private final Declarations declarations;
  private final Declared declared;
  private final Report report;
  private final Flow flow = new Flow();
  private final Names names;
  private final Expressions expressions;
  private final PolicyNames policies;
  private final Walk walk;
  private final Map<String, Name> variables;

  Pass(
      Workflow workflow,
      Declarations declarations,
      Declared declared,
      HandlerTypes handlers,
      Assigned assigned,
      Map<String, Type> known,
      Report report) {
    this.workflow = workflow;
    this.declarations = declarations;
    this.declared = declared;
    this.report = report;
    this.variables = assigned.in(workflow.body());
    this.names = new Names(flow, report, declared.input(), variables);
    this.expressions = new Expressions(names, flow, report);
    this.policies = new PolicyNames(declarations.policyNames(), report);
    this.walk =
        new Walk(declared, handlers, report, flow, names, assigned, expressions, known, policies);
  }

  /// Walks through all statements, and gives what was learned of the types of variables.
  Map<String, Type> run() {
    flow.set("input", new Fact(declared.input(), true));
    flow.set("run", new Fact(Given.RUN, true));
    declarations.stepRetry().ifPresent(policies::check);
    walk.block(workflow.body(), Context.WORKFLOW);
    return walk.learned();
  }

  Compiled compiled() {
    return expressions.compiled();
  }

  /// What can be said only at the end: a missing result, and what nothing uses.
  void finish() {
    boolean needed =
        declared
            .output()
            .filter(output -> Types.fit(Type.Simple.NULL, output) != Types.Fit.FITS)
            .isPresent();
    if (needed && flow.reachable()) {
      report.add(
          Code.MISSING_RETURN
              .at("the workflow can end here without the output that it declares", end())
              .hint("'return' a value on every path"));
    }
    names.reportUnused(variables);
    policies.reportUnused();
    declarations
        .signalNames()
        .forEach((name, first) -> {
          if (!walk.isAwaited(name)) {
            report.add(Code.UNUSED.at("nothing waits for the signal '" + name + "'", first.span()));
          }
        });
  }

  private Span end() {
    List<Statement> statements = workflow.body().statements();
    return statements.isEmpty() ? workflow.name().span() : statements.getLast().span();
  }
}
