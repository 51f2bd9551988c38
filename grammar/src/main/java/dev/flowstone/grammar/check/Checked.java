package dev.flowstone.grammar.check;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.type.Type;
import java.util.List;

/// A checked expression: what the machine evaluates, its type, what there is to complain of, and
/// what is known where it is a condition.
///
/// With an error among the diagnostics the expression must not be run, save where the user asked to
/// run unchecked.
public record Checked(Expression expression, Type type, List<Diagnostic> diagnostics, Facts facts) {
  public Checked {
    diagnostics = List.copyOf(diagnostics);
  }
}
