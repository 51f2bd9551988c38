package dev.flowstone.interpreter.store;

/// How an append went.
public sealed interface Appended {
  /// The slot is durable; `inboxVersion` where the store could tell it for nothing, else -1.
  record Written(long inboxVersion) implements Appended {}

  /// Another write holds the slot: this epoch is fenced, or must read again.
  record Taken(Slot existing) implements Appended {}
}
