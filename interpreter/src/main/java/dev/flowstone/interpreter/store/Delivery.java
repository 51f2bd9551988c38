package dev.flowstone.interpreter.store;

import java.util.Optional;

/// How a delivery went. Only [Accepted] and [Duplicate] are acknowledgements.
public sealed interface Delivery {
  /// `heldBy` is the host with a live lease, which will see the message by itself.
  record Accepted(Optional<String> heldBy) implements Delivery {}

  /// A message with this key is in the inbox already.
  record Duplicate() implements Delivery {}

  record Ended(String status) implements Delivery {}

  /// A message that reopens came to an execution that has not ended.
  record Live(String status) implements Delivery {}

  record Missing() implements Delivery {}

  /// The inbox is full: the sender must try again.
  record Full() implements Delivery {}
}
