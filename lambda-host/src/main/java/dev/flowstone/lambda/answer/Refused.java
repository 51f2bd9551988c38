package dev.flowstone.lambda.answer;

/// Why a request was not done, as programs tell it.
public enum Refused {
  NOT_FOUND("NotFound", 404),
  BAD_REQUEST("BadRequest", 400),
  /// The name belongs to something else.
  CONFLICT("Conflict", 409),
  /// It can be understood, and is not possible as things stand.
  REFUSED("Refused", 409),
  /// Try again later.
  TOO_MANY("TooMany", 429),
  FORBIDDEN("Forbidden", 403),
  /// The store did not answer: whether it was done is not known; the same request may be repeated.
  UNAVAILABLE("Unavailable", 503),
  INTERNAL("Internal", 500);

  private final String code;
  private final int status;

  Refused(String code, int status) {
    this.code = code;
    this.status = status;
  }

  public String code() {
    return code;
  }

  int status() {
    return status;
  }
}
