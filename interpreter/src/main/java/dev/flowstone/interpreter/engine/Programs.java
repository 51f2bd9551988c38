package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.interpreter.store.ProgramStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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

  /// What keeps an execution from being read here.
  static final class Unknown extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Unknown(String reason) {
      super(reason);
    }
  }

  /// The program of a version; throws [Unknown] where it cannot be used.
  Program get(String version) {
    return switch (find(version)) {
      case Found.Ok(Program program) -> program;
      case Found.Unusable(String reason) -> throw new Unknown(reason);
    };
  }

  /// The same for one execution: what it gave once it gives again without asking anybody.
  Function<String, Program> remembering() {
    Map<String, Program> given = new HashMap<>();
    return version -> given.computeIfAbsent(version, this::get);
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
