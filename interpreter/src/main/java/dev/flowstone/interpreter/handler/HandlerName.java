package dev.flowstone.interpreter.handler;

import java.util.regex.Pattern;

/// What a handler may be called.
public final class HandlerName {
  /// For messages.
  public static final String RULE =
      "it must be words of lower-case letters, digits and underscores, each beginning with a"
          + " letter, joined by dots, such as payments.charge";

  private static final Pattern PATTERN = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
  private static final int LONGEST = 100;

  private HandlerName() {}

  public static boolean isValid(String name) {
    return name.length() <= LONGEST && PATTERN.matcher(name).matches();
  }
}
