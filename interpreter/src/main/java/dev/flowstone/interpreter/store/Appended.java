package dev.flowstone.interpreter.store;

import java.util.Optional;

/// How an append went.
public sealed interface Appended {
  /// The slot is durable; `inboxVersion` where the store could tell it for nothing, else -1.
  record Written(long inboxVersion) implements Appended {}

  /// Another write holds the slot: this epoch is fenced, or must read again. Without the slot, the
  /// execution is gone or that part of its journal was trimmed, which not every store tells.
  record Taken(Optional<Slot> existing) implements Appended {}
}
