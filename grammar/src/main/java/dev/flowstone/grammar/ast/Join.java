package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;

/// When a `parallel` or `for … parallel` is over, and how it ends.
public sealed interface Join {

  Span span();

  /// Every branch must succeed; the first failure cancels the rest. Not written.
  record All(Span span) implements Join {}

  /// `settle`: every branch ends; successes and errors are collected.
  record Settle(Span span) implements Join {}

  /// `first N`: N successes are enough, the rest is cancelled.
  record First(int count, Span span) implements Join {}

  /// `tolerate N` or `tolerate P%`: up to so many failures, or that share of all items.
  record Tolerate(double amount, boolean percent, Span span) implements Join {}
}
