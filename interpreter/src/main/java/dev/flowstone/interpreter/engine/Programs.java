package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.interpreter.store.ProgramStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Programs by version, loaded once: they never change.
final class Programs {
  private final ProgramStore store;
  private final Asking asking;
  private final Map<String, Program> loaded = new ConcurrentHashMap<>();

  Programs(ProgramStore store, Asking asking) {
    this.store = store;
    this.asking = asking;
  }

  /// What came of looking for a version.
  sealed interface Found {
    record Ok(Program program) implements Found {}

    /// One sentence for the operator.
    record Unusable(String reason) implements Found {}
  }

  Found find(String version) {
    Program known = loaded.get(version);
    if (known != null) {
      return new Found.Ok(known);
    }
    Optional<ProgramStore.StoredProgram> stored = asking.askCalmly(() -> store.get(version));
    if (stored.isEmpty()) {
      return new Found.Unusable("the store has no program of version " + version);
    }
    return switch (ProgramCodec.load(stored.get().body())) {
      case ProgramCodec.Loaded.Ok(Program program) -> {
        loaded.put(version, program);
        yield new Found.Ok(program);
      }
      case ProgramCodec.Loaded.Refused(String reason) ->
          new Found.Unusable("version " + version + " cannot be run here: " + reason);
    };
  }
}
