package dev.flowstone.tests.simulation;

import java.util.List;

/// What a scope of the oracle has registered: one undo, or those of a fan-out, which are one entry.
sealed interface Entry permits Undo, Entry.Group {

  /// What each branch has registered; so many are undone at a time.
  record Group(int bound, List<List<Entry>> members) implements Entry {}
}
