package dev.flowstone.interpreter.store;

import org.jspecify.annotations.Nullable;

/// The store did not answer, or not in time: whether the write happened is unknown.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
