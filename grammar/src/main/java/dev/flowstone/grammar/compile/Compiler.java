package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.analysis.Declared;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Program;
import java.util.Optional;

/// Turns an analysed workflow into a program.
public final class Compiler {

  private Compiler() {}

  /// Compiles a workflow that has no error.
  public static Compilation compile(Workflow workflow, Analysis analysis) {
    if (analysis.hasErrors()) {
      return new Compilation(Optional.empty(), Positions.NONE, analysis.diagnostics());
    }
    StepIds ids = new StepIds();
    Emitter emitter = new Emitter(analysis, ids);
    emitter.body(workflow);
    Declared declared = analysis.declared();
    Program program =
        new Program(
            Program.formatOf(emitter.code()),
            Program.SEMANTICS,
            workflow.name().text(),
            declared.input(),
            declared.defaults(),
            declared.output(),
            declared.signals(),
            declared.timeout(),
            emitter.code());
    return new Compilation(
        Optional.of(program), new Positions(emitter.spans(), ids.spans()), analysis.diagnostics());
  }
}
