package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.analysis.Declared;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Turns an analysed workflow into a program.
public final class Compiler {

  private Compiler() {}

  /// Compiles a workflow that has no error, and says at each place what cannot be run yet.
  public static Compilation compile(Workflow workflow, Analysis analysis) {
    List<Diagnostic> diagnostics = new ArrayList<>(analysis.diagnostics());
    diagnostics.addAll(Unsupported.in(workflow.body()));
    diagnostics.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    boolean refused =
        diagnostics.stream().anyMatch(each -> each.severity() == Diagnostic.Severity.ERROR);
    if (refused) {
      return new Compilation(Optional.empty(), Positions.NONE, diagnostics);
    }
    StepIds ids = new StepIds();
    Emitter emitter = new Emitter(analysis, ids);
    emitter.body(workflow);
    Declared declared = analysis.declared();
    Program program =
        new Program(
            Program.FORMAT,
            Program.SEMANTICS,
            workflow.name().text(),
            declared.input(),
            declared.defaults(),
            declared.output(),
            declared.signals(),
            declared.timeout(),
            emitter.code());
    return new Compilation(
        Optional.of(program), new Positions(emitter.spans(), ids.spans()), diagnostics);
  }
}
