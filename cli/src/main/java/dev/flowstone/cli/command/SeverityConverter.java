package dev.flowstone.cli.command;

import dev.flowstone.grammar.source.Diagnostic.Severity;

/// Reads `error`, `warning` or `info`.
final class SeverityConverter extends EnumWord<Severity> {
  SeverityConverter() {
    super(Severity.class);
  }
}
