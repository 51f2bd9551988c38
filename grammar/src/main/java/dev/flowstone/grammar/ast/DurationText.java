package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.time.Duration;

/// A literal duration such as `30s` or `2h30m`: its value and the text that was written.
public record DurationText(Duration value, String text, Span span) {}
