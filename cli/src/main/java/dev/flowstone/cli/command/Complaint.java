package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.report.Document;
import java.util.List;

/// What a command says that needs a workflow without errors, and has another.
final class Complaint {

  private Complaint() {}

  /// Tells what is wrong with the file, and answers the exit code for it.
  static int of(WorkflowSource source, Output output) {
    return of(source.text(), source.diagnostics(), output);
  }

  static int of(SourceText text, List<Diagnostic> diagnostics, Output output) {
    if (output.json()) {
      output.document(
          new Document().put("findings", Findings.documents(text, diagnostics)).value());
    }
    output.error(Findings.text(text, diagnostics, output.errorColors()).stripTrailing());
    return ExitCode.UNSUCCESSFUL;
  }
}
