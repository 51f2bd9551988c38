package dev.flowstone.interpreter.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/// An upper bound of what a regular expression is compiled to, from its text alone.
///
/// RE2/J runs in linear time, but unfolds counted repetition without a bound:
/// `((a{1000}){1000}){1000}` is a thousand million instructions. So repetition is multiplied out
/// here before anything is compiled.
final class RegexSize {

  private static final long MOST = 1L << 40;

  private final String regex;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long sum;
  private long last;
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    RegexSize size = new RegexSize(regex);
    while (size.at < regex.length()) {
      size.next();
    }
    while (!size.outer.isEmpty()) {
      size.close();
    }
    return size.sum;
  }

  private void next() {
    char c = regex.charAt(at++);
    switch (c) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> {
        outer.push(sum);
        sum = 1;
        last = 0;
      }
      case ')' -> close();
      case '{' -> repetition();
      default -> atom(1);
    }
  }

  private void atom(long size) {
    last = size;
    sum = Math.min(MOST, sum + size);
  }

  private void close() {
    long group = sum + 1;
    sum = outer.isEmpty() ? 0 : outer.pop();
    atom(group);
  }

  /// A quoted text counts its characters; any other escape is one atom.
  private void escape() {
    if (at < regex.length() && regex.charAt(at) == 'Q') {
      int end = regex.indexOf("\\E", at);
      int stop = end < 0 ? regex.length() : end;
      sum += stop - at;
      last = 1;
      at = end < 0 ? stop : end + 2;
    } else {
      at = Math.min(at + 1, regex.length());
      atom(1);
    }
  }

  private void characterClass() {
    int end = at;
    end += end < regex.length() && regex.charAt(end) == '^' ? 1 : 0;
    end += end < regex.length() && regex.charAt(end) == ']' ? 1 : 0;
    while (end < regex.length() && regex.charAt(end) != ']') {
      end += regex.charAt(end) == '\\' ? 2 : 1;
    }
    at = Math.min(end + 1, regex.length());
    atom(1);
  }

  /// `{n}`, `{n,}` or `{n,m}`; any other brace is an atom.
  private void repetition() {
    int end = regex.indexOf('}', at);
    String counts = end < 0 ? "" : regex.substring(at, end);
    boolean counted =
        !counts.isEmpty()
            && counts.length() <= 20
            && counts.chars().allMatch(c -> c == ',' || (c >= '0' && c <= '9'));
    if (!counted) {
      atom(1);
      return;
    }
    at = end + 1;
    long most = 1;
    for (String count : counts.split(",", -1)) {
      long number = count.isEmpty() ? 0 : count.length() > 6 ? 1_000_000 : Long.parseLong(count);
      most = Math.max(most, number + 1);
    }
    long more = Math.min(MOST, last * most);
    sum = Math.min(MOST, sum - last + more);
    last = more;
  }
}
