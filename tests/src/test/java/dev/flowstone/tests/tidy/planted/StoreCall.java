package dev.flowstone.tests.tidy.planted;

import dev.flowstone.interpreter.store.ExecutionStore;

/// Goes to the store past the engine.
final class StoreCall {
  void wake(ExecutionStore store) {
    var _ = store.nextDue();
  }
}
