package dev.flowstone.interpreter.expression;

import dev.flowstone.interpreter.expression.EvaluationError.Kind;
import java.util.function.Supplier;

/// Carries an error up to where it is absorbed or becomes an [Evaluated.Failed]; it never leaves
/// this package.
///
/// Without a stack trace, and with a message that is made only when somebody reads it: `exists` may
/// meet thousands of errors that it absorbs.
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient Supplier<String> text;

  private Failure(Kind kind, Supplier<String> text) {
    super(null, null, false, false);
    this.kind = kind;
    this.text = text;
  }

  static Failure of(Kind kind, Supplier<String> message) {
    return new Failure(kind, message);
  }

  static Failure of(Kind kind, String message) {
    return new Failure(kind, () -> message);
  }

  static Failure overload(String message) {
    return of(Kind.NO_SUCH_OVERLOAD, message);
  }

  static Failure overload(Supplier<String> message) {
    return of(Kind.NO_SUCH_OVERLOAD, message);
  }

  static Failure range(String message) {
    return of(Kind.OUT_OF_RANGE, message);
  }

  static Failure invalid(String message) {
    return of(Kind.INVALID_ARGUMENT, message);
  }

  static Failure overflow(String message) {
    return of(Kind.OVERFLOW, message);
  }

  /// An exhausted bound ends the evaluation; nothing absorbs it.
  boolean isLimit() {
    return kind == Kind.LIMIT;
  }

  EvaluationError error() {
    return new EvaluationError(kind, text.get());
  }
}
