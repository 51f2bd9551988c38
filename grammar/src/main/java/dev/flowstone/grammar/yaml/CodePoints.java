package dev.flowstone.grammar.yaml;

/// Turns the YAML parser's positions, counted in code points, into offsets of the source.
final class CodePoints {

  private final int length;
  private final int[] offsets;

  CodePoints(String text) {
    length = text.length();
    offsets = text.codePointCount(0, length) == length ? new int[0] : offsets(text);
  }

  int offset(int index) {
    int at = Math.max(0, index);
    if (offsets.length == 0) {
      return Math.min(at, length);
    }
    return offsets[Math.min(at, offsets.length - 1)];
  }

  private static int[] offsets(String text) {
    int[] made = new int[text.codePointCount(0, text.length()) + 1];
    int index = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      made[index++] = i;
    }
    made[index] = text.length();
    return made;
  }
}
