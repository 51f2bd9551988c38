package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Finding;
import dev.flowstone.cli.source.FindingText;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.Document;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.source.Diagnostic;

/// What a command says that needs a workflow without errors, and has another.
final class Complaint {

  private Complaint() {}

  /// Tells what is wrong with the file, and answers the exit code for it.
  static int of(WorkflowSource source, Output output) {
    if (output.json()) {
      output.document(
          new Document()
              .put(
                  "findings",
                  source.diagnostics().stream()
                      .map(each -> Finding.document(source.text(), each))
                      .toList())
              .value());
    }
    for (Diagnostic diagnostic : source.diagnostics()) {
      output.error(FindingText.of(source.text(), diagnostic, output.errorColors()));
    }
    return ExitCode.UNSUCCESSFUL;
  }
}
