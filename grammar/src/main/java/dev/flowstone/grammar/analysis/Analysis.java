package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.type.Type;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What is known of a workflow, beside its tree.
///
/// @param diagnostics everything to complain of, in the order of the source
/// @param declared what the declarations come to
/// @param variables the workflow-wide variables with the type of everything that they are given
/// @param expressions what each expression of a statement compiles to
public record Analysis(
    List<Diagnostic> diagnostics,
    Declared declared,
    Map<String, Type> variables,
    Compiled expressions) {

  /// Passes after which a type that still grows is taken for `any`.
  private static final int PATIENCE = 3;

  /// Passes after which every variable is; reached by nothing that a person would write.
  private static final int MOST_PASSES = 8;

  public Analysis {
    diagnostics = List.copyOf(diagnostics);
    variables = Collections.unmodifiableMap(variables);
  }

  public static Analysis of(Workflow workflow) {
    return of(workflow, HandlerTypes.UNKNOWN);
  }

  /// Analyses a workflow whose handlers have the types that `handlers` knows.
  public static Analysis of(Workflow workflow, HandlerTypes handlers) {
    Report report = new Report();
    Declarations declarations = new Declarations(report);
    Declared declared = declarations.read(workflow);
    Assigned assigned = new Assigned();
    assigned.in(workflow.body());
    Map<String, Type> known = Map.of();
    if (assigned.repeats()) {
      known = settled(of -> pass(workflow, declarations, declared, handlers, assigned, of));
    }
    Pass last = new Pass(workflow, declarations, declared, handlers, assigned, known, report);
    Map<String, Type> variables = last.run();
    last.finish();
    return new Analysis(report.sorted(), declared, variables, last.compiled());
  }

  private static Map<String, Type> pass(
      Workflow workflow,
      Declarations declarations,
      Declared declared,
      HandlerTypes handlers,
      Assigned assigned,
      Map<String, Type> known) {
    Report unheard = new Report();
    unheard.mute();
    return new Pass(workflow, declarations, declared, handlers, assigned, known, unheard).run();
  }

  /// Repeats a pass until it learns nothing new of the types of variables. A type that grows with
  /// every turn of a loop (`x = [x]`) would never settle; it is `any` after a few.
  private static Map<String, Type> settled(UnaryOperator<Map<String, Type>> pass) {
    Map<String, Type> known = Map.of();
    for (int i = 0; i < MOST_PASSES; i++) {
      Map<String, Type> learned = pass.apply(known);
      if (learned.equals(known)) {
        return known;
      }
      Map<String, Type> next = new HashMap<>();
      for (Map.Entry<String, Type> entry : learned.entrySet()) {
        boolean settled = i < PATIENCE || entry.getValue().equals(known.get(entry.getKey()));
        next.put(entry.getKey(), settled ? entry.getValue() : Type.Simple.ANY);
      }
      known = next;
    }
    Map<String, Type> given = new HashMap<>(known);
    given.replaceAll((_, _) -> Type.Simple.ANY);
    return given;
  }

  public boolean hasErrors() {
    return diagnostics.stream()
        .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
  }
}
