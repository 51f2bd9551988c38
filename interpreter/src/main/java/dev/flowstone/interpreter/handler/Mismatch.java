package dev.flowstone.interpreter.handler;

/// A value does not fit the type that it is wanted as. `path` is empty for the whole value, else
/// `items[2].quantity`.
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String text;

  Mismatch(String path, String problem) {
    super(path.isEmpty() ? problem : path + " " + problem, null, false, false);
    this.path = path;
    this.text = path.isEmpty() ? problem : path + " " + problem;
  }

  String path() {
    return path;
  }

  /// Place and problem: `items[2].quantity must be an integer, not a string`.
  String text() {
    return text;
  }
}
