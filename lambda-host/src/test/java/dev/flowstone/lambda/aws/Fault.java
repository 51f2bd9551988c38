package dev.flowstone.lambda.aws;

/// What can go wrong with one request.
public enum Fault {
  /// Nothing does.
  NONE,
  /// Refused for its table's throughput, before anything is done.
  THROUGHPUT_EXCEEDED,
  /// Refused for the account's throughput, before anything is done.
  THROTTLED,
  /// Fails inside of the service, before anything is done.
  ERROR_BEFORE,
  /// Fails inside of the service, after it was done.
  ERROR_AFTER,
  /// It is done, but the connection is lost before the answer.
  DROPPED_AFTER,
  /// It is done only after others that came later, if others come.
  HELD,
  /// Only the first half of a batch is done; any other request is done in full.
  HALF_OF_A_BATCH
}
