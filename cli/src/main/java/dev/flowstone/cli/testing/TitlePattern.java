package dev.flowstone.cli.testing;

import java.util.Locale;
import java.util.function.Predicate;

/// Which tests are meant: those with the pattern in their title, in any case, where `*` stands for
/// anything.
public final class TitlePattern {

  private TitlePattern() {}

  public static Predicate<String> of(String pattern) {
    String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
    return title -> matches(title.toLowerCase(Locale.ROOT), parts);
  }

  private static boolean matches(String title, String[] parts) {
    int at = 0;
    for (String part : parts) {
      int found = title.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }
}
