package dev.flowstone.interpreter.store.memory;

import dev.flowstone.interpreter.store.ProgramStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Programs in memory.
public final class MemoryPrograms implements ProgramStore {
  private final Map<String, StoredProgram> programs = new ConcurrentHashMap<>();

  @Override
  public void put(StoredProgram program) {
    programs.putIfAbsent(program.version(), program);
  }

  @Override
  public Optional<StoredProgram> get(String version) {
    return Optional.ofNullable(programs.get(version));
  }
}
