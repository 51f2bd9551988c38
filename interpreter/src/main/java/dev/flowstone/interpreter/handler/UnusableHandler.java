package dev.flowstone.interpreter.handler;

/// A class cannot serve as a handler, or two claim one name: a fault of how the host was put
/// together.
public final class UnusableHandler extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableHandler(String message) {
    super(message);
  }
}
