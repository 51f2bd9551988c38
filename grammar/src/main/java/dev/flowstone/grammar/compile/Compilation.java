package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What came of compiling a workflow.
///
/// @param program absent where there is an error among the diagnostics
/// @param positions where the parts of the program were written
/// @param diagnostics those of the analysis, in the order of the source
public record Compilation(
    Optional<Program> program, Positions positions, List<Diagnostic> diagnostics) {

  public Compilation {
    diagnostics = List.copyOf(diagnostics);
  }
}
