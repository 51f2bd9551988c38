package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.store.ExecutionStore;

/// A bug planted into a world, at a seam that the product has.
interface Flaw {
  /// The store as the bug makes it.
  default ExecutionStore store(ExecutionStore sound) {
    return sound;
  }

  Flaw NONE = new Flaw() {};
}
