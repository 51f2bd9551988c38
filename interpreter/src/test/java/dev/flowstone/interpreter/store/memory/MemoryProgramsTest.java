package dev.flowstone.interpreter.store.memory;

import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStoreContract;

final class MemoryProgramsTest extends ProgramStoreContract {
  @Override
  protected ProgramStore programs() {
    return new MemoryPrograms();
  }
}
