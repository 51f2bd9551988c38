package dev.flowstone.interpreter.handler;

import org.jspecify.annotations.Nullable;

/// A failure that may pass, such as a service that is down: the step is tried again, as its retry
/// policy says.
public final class TransientError extends HandlerError {
  private static final long serialVersionUID = 1L;

  public TransientError(String name, String message) {
    super(name, message, null, null);
  }

  public TransientError(String name, String message, @Nullable Object data) {
    super(name, message, data, null);
  }

  public TransientError(
      String name, String message, @Nullable Object data, @Nullable Throwable cause) {
    super(name, message, data, cause);
  }
}
