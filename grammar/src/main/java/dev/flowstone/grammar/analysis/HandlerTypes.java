package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.type.Type;
import java.util.Optional;

/// What is known of handlers without loading them. A handler that is not known takes and gives
/// anything.
@FunctionalInterface
public interface HandlerTypes {

  /// No handler is known.
  HandlerTypes UNKNOWN = _ -> Optional.empty();

  Optional<Signature> find(String handler);

  /// The arguments that a handler takes and the result that it gives.
  record Signature(Type.Record input, Type output) {}
}
