package dev.flowstone.cli.terminal;

/// Text from elsewhere (a handler's message, a file) made safe to show: a terminal would obey the
/// control characters in it.
public final class Printable {

  private static final int LONGEST = 2_000;

  private Printable() {}

  /// The text in one line: breaks become spaces, other control characters their code, and what is
  /// beyond 2,000 characters is cut.
  public static String line(String text) {
    return clean(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "));
  }

  /// The text with its line breaks.
  public static String lines(String text) {
    return clean(text);
  }

  private static String clean(String text) {
    boolean plain = text.chars().noneMatch(Printable::isControl);
    if (plain && text.length() <= LONGEST) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.chars()
        .limit(LONGEST)
        .forEach(c -> {
          if (isControl(c)) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return text.length() > LONGEST ? out.append('…').toString() : out.toString();
  }

  private static boolean isControl(int c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t') || isBidirectional(c);
  }

  /// Overrides of the writing direction make a text read as what it is not.
  private static boolean isBidirectional(int c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }
}
