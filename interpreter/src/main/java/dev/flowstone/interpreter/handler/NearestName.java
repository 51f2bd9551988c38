package dev.flowstone.interpreter.handler;

import java.util.Collection;
import java.util.Optional;

/// The known name that somebody probably meant.
final class NearestName {

  private NearestName() {}

  /// At most a third of the word may differ, and never all of it.
  static Optional<String> of(String wrong, Collection<String> known) {
    if (wrong.length() > 100) {
      return Optional.empty();
    }
    String best = null;
    int bound = Math.max(1, wrong.length() / 3) + 1;
    for (String name : known) {
      if (Math.abs(name.length() - wrong.length()) < bound) {
        int distance =
            distance(
                wrong.toLowerCase(java.util.Locale.ROOT), name.toLowerCase(java.util.Locale.ROOT));
        if (distance < bound) {
          bound = distance;
          best = name;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /// Of Damerau and Levenshtein: insertions, deletions, replacements, neighbours swapped.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
