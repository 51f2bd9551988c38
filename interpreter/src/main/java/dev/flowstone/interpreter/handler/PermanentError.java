package dev.flowstone.interpreter.handler;

import org.jspecify.annotations.Nullable;

/// A failure that no retry can mend, such as a declined card. Declare it with [Raises], or its
/// outcome counts as unknown.
public final class PermanentError extends HandlerError {
  private static final long serialVersionUID = 1L;

  public PermanentError(String name, String message) {
    super(name, message, null, null);
  }

  public PermanentError(String name, String message, @Nullable Object data) {
    super(name, message, data, null);
  }

  public PermanentError(
      String name, String message, @Nullable Object data, @Nullable Throwable cause) {
    super(name, message, data, cause);
  }
}
