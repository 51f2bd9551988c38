package dev.flowstone.interpreter.handler;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error that a handler raises under a name that workflows can catch.
///
/// `data` is anything that could also be a handler's output: a record, a map, a list, a plain
/// value.
public abstract sealed class HandlerError extends RuntimeException
    permits PermanentError, TransientError {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient @Nullable Object data;

  HandlerError(String name, String message, @Nullable Object data, @Nullable Throwable cause) {
    super(message, cause);
    this.name = name;
    this.data = data;
  }

  public final String name() {
    return name;
  }

  public final Optional<Object> data() {
    return Optional.ofNullable(data);
  }
}
