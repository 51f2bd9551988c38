package dev.flowstone.interpreter.store;

/// The store did not answer, or not in time: whether the write happened is unknown.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
