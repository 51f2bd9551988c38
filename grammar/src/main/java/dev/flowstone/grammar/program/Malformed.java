package dev.flowstone.grammar.program;

/// A serialised program that is not one; caught at the codec's border and told as a value.
final class Malformed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message, null, false, false);
  }
}
