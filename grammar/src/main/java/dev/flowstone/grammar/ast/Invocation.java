package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// `payments.charge(order: order, amount: 3)`: a handler or a workflow by name, with named
/// arguments.
public record Invocation(Name target, List<Argument> arguments, Span span) {

  /// One named argument.
  public record Argument(Name name, Expr value, Trivia trivia, Span span) {}

  public Invocation {
    arguments = List.copyOf(arguments);
  }
}
