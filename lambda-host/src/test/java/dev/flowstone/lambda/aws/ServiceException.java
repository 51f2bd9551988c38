package dev.flowstone.lambda.aws;

import java.util.Map;

/// What a service answers instead of a result: a code, a message and, for a failed condition, the
/// item.
final class ServiceException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient Map<String, Attribute> item;

  ServiceException(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  ServiceException(int status, String code, String message, Map<String, Attribute> item) {
    super(message);
    this.status = status;
    this.code = code;
    this.item = item;
  }

  static ServiceException invalid(String message) {
    return new ServiceException(400, "ValidationException", message);
  }

  /// The form in which most complaints about parameters begin.
  static ServiceException badValue(String message) {
    return invalid("One or more parameter values were invalid: " + message);
  }

  static ServiceException notFound(String message) {
    return new ServiceException(400, "ResourceNotFoundException", message);
  }

  static ServiceException conditionFailed(Map<String, Attribute> item) {
    return new ServiceException(
        400, "ConditionalCheckFailedException", "The conditional request failed", item);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  Map<String, Attribute> item() {
    return item;
  }
}
