package dev.flowstone.lambda.dynamo;

import java.util.Optional;

/// Whom a request is counted for.
record Bill(Meter.Operation operation, Optional<String> execution) {
  static Bill of(Meter.Operation operation, String execution) {
    return new Bill(operation, Optional.of(execution));
  }

  static Bill of(Meter.Operation operation) {
    return new Bill(operation, Optional.empty());
  }
}
