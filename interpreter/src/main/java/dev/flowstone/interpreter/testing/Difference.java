package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// A place at which two values differ: what was wanted there and what is there, each absent where
/// there is nothing.
///
/// @param path such as `.items[2].price`; empty for the whole value
public record Difference(String path, Optional<Value> expected, Optional<Value> actual) {}
