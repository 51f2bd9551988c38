package dev.flowstone.grammar.graph;

/// Text inside a Mermaid diagram.
///
/// Mermaid takes quotes, brackets, `;` and more for syntax even within quotes, and shows HTML; so
/// every sign that is not surely harmless is written as its code (`#35;`), and no name or text of
/// an author can leave its label.
final class Label {

  private static final int LONGEST = 80;
  private static final String HARMLESS = " _.,:=+*/()!?'-";

  private Label() {}

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    boolean cut = text.codePointCount(0, text.length()) > LONGEST;
    text.codePoints().limit(LONGEST).forEach(sign -> append(out, sign));
    return out.append(cut ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder out, int sign) {
    if (Character.isWhitespace(sign) || Character.isISOControl(sign)) {
      out.append(' ');
    } else if (sign < 128 ? isHarmless(sign) : Character.isLetterOrDigit(sign)) {
      out.appendCodePoint(sign);
    } else {
      out.append('#').append(sign).append(';');
    }
  }

  private static boolean isHarmless(int sign) {
    return Character.isLetterOrDigit(sign) || HARMLESS.indexOf(sign) >= 0;
  }
}
