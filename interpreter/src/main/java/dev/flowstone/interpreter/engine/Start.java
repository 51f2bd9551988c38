package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Meta;
import java.util.concurrent.CompletableFuture;

/// How a start went.
public sealed interface Start {

  /// It runs here; `departure` tells when this host lets go of it, and why.
  record Begun(Meta meta, CompletableFuture<Departure> departure) implements Start {}

  /// It is stored and due at once; nobody has it yet.
  record Queued(Meta meta) implements Start {}

  /// The same workflow was started with the same input under this name.
  record Existing(Meta meta) implements Start {}

  /// Another workflow or input has this name.
  record Clash(Meta meta) implements Start {}

  /// One sentence that says what is wrong with the name, the version or the input. Nothing was
  /// stored.
  record Refused(String reason) implements Start {}
}
