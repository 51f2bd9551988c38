package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects diagnostics, up to a bound: a file of a megabyte must not give a gigabyte of
/// complaints.
///
/// Muted while the types of variables are still being found, since only the last pass knows them.
final class Report {

  static final int LIMIT = 500;

  private final List<Diagnostic> found = new ArrayList<>();
  private boolean muted;
  private boolean overflowed;

  void mute() {
    muted = true;
  }

  /// Whether anything more would be kept; saves the search for hints that nobody will read.
  boolean listening() {
    return !muted && found.size() < LIMIT;
  }

  void add(Code code, String message, Span span) {
    add(code.at(message, span));
  }

  void add(Diagnostic diagnostic) {
    if (listening()) {
      found.add(diagnostic);
    } else if (!muted) {
      overflowed = true;
    }
  }

  /// All of them, in the order of the source.
  List<Diagnostic> sorted() {
    List<Diagnostic> all = new ArrayList<>(found);
    all.sort(
        Comparator.comparingInt((Diagnostic diagnostic) -> diagnostic.span().start())
            .thenComparingInt(diagnostic -> diagnostic.span().end())
            .thenComparing(Diagnostic::code));
    if (overflowed) {
      Diagnostic last = all.getLast();
      all.set(
          all.size() - 1, last.hint("more problems follow and are not shown; mend these first"));
    }
    return List.copyOf(all);
  }
}
