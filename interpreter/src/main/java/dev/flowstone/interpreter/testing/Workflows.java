package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import java.util.Optional;

/// The workflows that a test's own may call, by their names.
@FunctionalInterface
public interface Workflows {
  Optional<Program> find(String name);
}
