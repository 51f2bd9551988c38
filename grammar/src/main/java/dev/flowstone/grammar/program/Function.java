package dev.flowstone.grammar.program;

/// The operators and functions of expressions, by the name that the serialised form uses.
///
/// Closed: a new function is a new constant, and a program that names an unknown one does not load.
/// The checker knows the signatures, the interpreter the meaning.
public enum Function {
  NOT,
  NEGATE,
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  REMAINDER,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  IN,
  SIZE
}
