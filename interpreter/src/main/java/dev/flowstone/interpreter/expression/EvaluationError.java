package dev.flowstone.interpreter.expression;

/// Why an expression has no value: one of a closed list of kinds, and one sentence for a person.
public record EvaluationError(Kind kind, String message) {

  /// `id` is the name outside: in `flow eval` and in the documentation.
  public enum Kind {
    UNDECLARED_REFERENCE("undeclared_reference"),
    NO_SUCH_KEY("no_such_key"),
    NO_SUCH_OVERLOAD("no_such_overload"),
    OUT_OF_RANGE("out_of_range"),
    OVERFLOW("overflow"),
    DIVIDE_BY_ZERO("divide_by_zero"),
    INVALID_ARGUMENT("invalid_argument"),
    LIMIT("limit");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }
}
