package dev.flowstone.interpreter.store.memory;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ExecutionStoreContract;

final class MemoryStoreTest extends ExecutionStoreContract {
  @Override
  protected ExecutionStore open() {
    return new MemoryStore();
  }
}
