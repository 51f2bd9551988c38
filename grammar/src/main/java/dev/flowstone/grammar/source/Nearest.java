package dev.flowstone.grammar.source;

import java.util.Collection;
import java.util.Optional;

/// Finds the known word that somebody probably meant.
///
/// Words are compared by the number of letters that must be changed, inserted, left out or swapped
/// with their neighbour (the optimal string alignment distance), case counting half. A word is near
/// when about a third of it differs at most.
public final class Nearest {

  private static final int LONGEST = 64;

  private Nearest() {}

  /// The nearest of the known words, the first of those that are equally near; empty where none is
  /// near.
  public static Optional<String> of(String word, Collection<String> known) {
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    for (String candidate : known) {
      if (candidate.length() > LONGEST || candidate.equals(word)) {
        continue;
      }
      int distance = word.equalsIgnoreCase(candidate) ? 1 : distance(word, candidate);
      if (distance <= allowed(word, candidate) && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /// `did you mean 'x'?` for the nearest of the known words.
  public static Optional<String> hint(String word, Collection<String> known) {
    return of(word, known).map(found -> "did you mean '" + found + "'?");
  }

  /// Twice the number of single edits, so that a change of case can count as half of one.
  private static int allowed(String word, String candidate) {
    int shorter = Math.min(word.length(), candidate.length());
    return shorter <= 2 ? 1 : Math.max(2, shorter * 2 / 3);
  }

  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = 2 * j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = 2 * i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + difference(a.charAt(i - 1), b.charAt(j - 1));
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 2);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], before[j - 2] + 2);
        }
      }
      int[] oldest = before;
      before = previous;
      previous = current;
      current = oldest;
    }
    return previous[b.length()];
  }

  private static int difference(char a, char b) {
    if (a == b) {
      return 0;
    }
    return Character.toLowerCase(a) == Character.toLowerCase(b) ? 1 : 2;
  }
}
