package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;

/// How an execution reads its events, where that has changed: it keeps the meaning that it began
/// with, so that its journal folds to the same states for ever (I4).
///
/// Since 2 a branch that did not end well leaves no name behind, a poll does not ask again and
/// again with no time between, the main fiber does not count as a branch, and old keys of messages
/// are forgotten.
public final class Semantics {

  /// What an execution that starts now begins with.
  public static final int NEWEST = 2;

  /// As many as signals of one name are kept.
  static final int MAX_KEYS = 10_000;

  private Semantics() {}

  /// Whether names of a branch that did not end well read as null after a `parallel` with a policy;
  /// they kept what an earlier turn had given them.
  static boolean forgetsNames(State.Identity identity) {
    return identity.semantics() >= 2;
  }

  /// Whether a poll whose computed `every` is zero or less fails.
  static boolean refusesEmptyIntervals(State.Identity identity) {
    return identity.semantics() >= 2;
  }

  /// How many fibers there may be: the main one was once counted among the branches.
  static int mostFibers(State.Identity identity) {
    return identity.semantics() >= 2 ? Program.MAX_BRANCHES + 1 : Program.MAX_BRANCHES;
  }

  /// How many keys of consumed messages are kept, the newest: all of them once.
  static int mostKeys(State.Identity identity) {
    return identity.semantics() >= 2 ? MAX_KEYS : Integer.MAX_VALUE;
  }

  /// Whether a stored state tells in which order messages were consumed: the keys were sorted once.
  static boolean keepsOrderOfKeys(State.Identity identity) {
    return identity.semantics() >= 2;
  }
}
