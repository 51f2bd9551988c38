package dev.flowstone.interpreter.handler;

import java.util.Objects;
import java.util.Optional;

/// A password, key or token that a handler holds: it can be used, and cannot leave by accident.
///
/// It prints as `[secret]`, and is refused as part of a handler's input, output or error data: all
/// of these are kept in the execution's journal. A handler therefore reads its secrets where it
/// runs.
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  public static Secret of(String text) {
    return new Secret(Objects.requireNonNull(text));
  }

  /// Of an environment variable; empty where it is absent or blank.
  public static Optional<Secret> environment(String variable) {
    String text = System.getenv(variable);
    return text == null || text.isBlank() ? Optional.empty() : Optional.of(new Secret(text));
  }

  /// The secret itself. Not for messages, errors or results.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
