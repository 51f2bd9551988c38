package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The diagnostics of one file, in the order of the source and not without end.
final class Problems {

  static final int MAX = 100;

  private final List<Diagnostic> found = new ArrayList<>();

  void add(Diagnostic diagnostic) {
    if (found.size() < MAX && !found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  int count() {
    return found.size();
  }

  boolean any() {
    return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
  }

  /// In the order of the source; where there were too many, the last one says so.
  List<Diagnostic> sorted() {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(d -> d.span().start()));
    if (sorted.size() == MAX) {
      Span last = sorted.removeLast().span();
      sorted.add(Code.TOO_MANY.at("there are too many errors to show, " + MAX + " and more", last));
    }
    return sorted;
  }
}
