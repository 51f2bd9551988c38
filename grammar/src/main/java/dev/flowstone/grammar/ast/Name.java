package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;

/// A word as it was written: of a variable, a handler (`payments.charge`), an error, a signal, a
/// field.
public record Name(String text, Span span) {}
