package dev.flowstone.interpreter.store;

import java.util.Optional;

/// Compiled workflows by version, for ever: an execution keeps the one that it began with (I6).
public interface ProgramStore {

  /// Stores a program under its hash; storing it again changes nothing.
  void put(StoredProgram program);

  Optional<StoredProgram> get(String version);

  /// `body` is the canonical serialised program whose hash is `version`; `source` is what the
  /// author wrote and `sourceName` its file, for people and for positions.
  @SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by hash
  record StoredProgram(
      String workflow, String version, byte[] body, String source, String sourceName) {}
}
