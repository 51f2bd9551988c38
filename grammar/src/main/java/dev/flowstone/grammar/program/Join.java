package dev.flowstone.grammar.program;

/// When branches or items have done enough, and how what they were part of ends.
public sealed interface Join {

  /// Every one must succeed: the first failure stops the rest and is raised.
  record All() implements Join {}

  /// Every one ends; errors are collected.
  record Settle() implements Join {}

  /// So many successes are enough: the rest is stopped. Fails `TooFewSucceeded` once they cannot be
  /// reached any more.
  record First(int count) implements Join {}

  /// Up to so many failures are collected; one more fails `TooManyFailures`.
  record TolerateCount(int failures) implements Join {}

  /// The same for a share of all, from 0 to 100, rounded down.
  record TolerateShare(double percent) implements Join {}
}
