package dev.flowstone.interpreter.testing;

import java.util.ArrayList;
import java.util.List;

/// Compares lists of names, where the wanted one may leave gaps.
public final class SequenceDiff {

  /// What a name in the difference of two lists is.
  public enum Kind {
    SAME,
    MISSING,
    UNEXPECTED,
    /// Any number of others stand here, as is expected.
    OTHERS
  }

  public record Entry(Kind kind, String name) {}

  private SequenceDiff() {}

  /// The fewest changes that make one list of the other, in order; `gap` in `expected` stands for
  /// any number of names.
  static List<Entry> of(List<String> expected, List<String> actual, String gap) {
    int[][] cost = costs(expected, actual, gap);
    List<Entry> entries = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < expected.size() || j < actual.size()) {
      boolean wanted = i < expected.size();
      boolean there = j < actual.size();
      if (wanted && expected.get(i).equals(gap)) {
        if (there && cost[i][j] == cost[i][j + 1]) {
          entries.add(new Entry(Kind.OTHERS, actual.get(j++)));
        } else {
          i++;
        }
      } else if (wanted && there && expected.get(i).equals(actual.get(j))) {
        entries.add(new Entry(Kind.SAME, actual.get(j)));
        i++;
        j++;
      } else if (wanted && (!there || cost[i + 1][j] <= cost[i][j + 1])) {
        entries.add(new Entry(Kind.MISSING, expected.get(i++)));
      } else {
        entries.add(new Entry(Kind.UNEXPECTED, actual.get(j++)));
      }
    }
    return List.copyOf(entries);
  }

  /// The changes from each pair of places on.
  private static int[][] costs(List<String> expected, List<String> actual, String gap) {
    int[][] cost = new int[expected.size() + 1][actual.size() + 1];
    for (int i = expected.size(); i >= 0; i--) {
      for (int j = actual.size(); j >= 0; j--) {
        if (i == expected.size()) {
          cost[i][j] = actual.size() - j;
        } else if (expected.get(i).equals(gap)) {
          cost[i][j] =
              j == actual.size() ? cost[i + 1][j] : Math.min(cost[i + 1][j], cost[i][j + 1]);
        } else if (j == actual.size()) {
          cost[i][j] = 1 + cost[i + 1][j];
        } else if (expected.get(i).equals(actual.get(j))) {
          cost[i][j] = cost[i + 1][j + 1];
        } else {
          cost[i][j] = 1 + Math.min(cost[i + 1][j], cost[i][j + 1]);
        }
      }
    }
    return cost;
  }
}
