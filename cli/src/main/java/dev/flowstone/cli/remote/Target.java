package dev.flowstone.cli.remote;

import java.net.URI;

/// A deployed host, as the user names it.
public sealed interface Target {

  /// A Lambda function, invoked directly; `name` may be its ARN, and may end in `:alias`.
  record Function(String name) implements Target {}

  /// The REST API: a function URL, an HTTP API, or whatever stands before one.
  record Url(URI base) implements Target {}

  /// The name of the host, for a person.
  default String shown() {
    return switch (this) {
      case Function(String name) -> name;
      case Url(URI base) -> base.toString();
    };
  }
}
