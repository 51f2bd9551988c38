package dev.flowstone.grammar.yaml;

import java.util.Arrays;

/// Where the lines of a text begin, so that asking for a column costs nothing on long lines.
final class Lines {

  private final String text;
  private final int[] starts;

  Lines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if ((c == '\n' || c == '\r') && !pair) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, count);
  }

  /// Where the line begins that holds an offset.
  int start(int offset) {
    int at = Arrays.binarySearch(starts, offset);
    return starts[at >= 0 ? at : -at - 2];
  }

  /// Where the line ends that holds an offset, before its line break.
  int end(int offset) {
    int i = offset;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  /// How many characters stand before an offset on its line.
  int column(int offset) {
    return offset - start(offset);
  }
}
