package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import java.util.Optional;

/// Why a test could not go on as it is written.
///
/// @param place the line that it is about, where it is about one
public record Problem(String message, Optional<Span> place) {}
