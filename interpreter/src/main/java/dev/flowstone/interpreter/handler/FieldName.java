package dev.flowstone.interpreter.handler;

import java.util.Locale;

/// How a record component is called in a workflow: `orderId` is `order_id`, `replyURL` is
/// `reply_url`.
///
/// Java and workflows each keep the spelling of their own world; a name in snake case already is
/// left as it is.
public final class FieldName {

  private FieldName() {}

  public static String of(String component) {
    StringBuilder name = new StringBuilder(component.length() + 4);
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (Character.isUpperCase(c) && i > 0 && component.charAt(i - 1) != '_') {
        boolean afterLower = !Character.isUpperCase(component.charAt(i - 1));
        boolean beforeLower =
            i + 1 < component.length() && Character.isLowerCase(component.charAt(i + 1));
        if (afterLower || beforeLower) {
          name.append('_');
        }
      }
      name.append(c);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
