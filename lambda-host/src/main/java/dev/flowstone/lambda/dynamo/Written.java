package dev.flowstone.lambda.dynamo;

import java.util.Optional;

/// How a conditional write went: what was there before, or what it made, as the request asked.
sealed interface Written {
  record Done(Optional<Item> item) implements Written {}

  /// The condition does not hold of what is there.
  record Refused(Optional<Item> present) implements Written {}
}
