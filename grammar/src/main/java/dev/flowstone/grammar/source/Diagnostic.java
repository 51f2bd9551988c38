package dev.flowstone.grammar.source;

import java.util.List;
import java.util.Optional;

/// Something to tell the author of a source text; data only, rendering is elsewhere.
///
/// `code` is stable and documented (`FL103`); `message` is one sentence without a final period that
/// says what was seen and what was expected; `hint` says what to do next, such as the nearest known
/// name; `related` points at the other places that explain it.
public record Diagnostic(
    String code,
    Severity severity,
    String message,
    Optional<String> hint,
    List<Related> related,
    Span span) {

  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }

  /// Another place, in the same source, that has to do with a diagnostic.
  public record Related(String message, Span span) {}

  public Diagnostic {
    related = List.copyOf(related);
  }

  public static Diagnostic error(String code, String message, Span span) {
    return new Diagnostic(code, Severity.ERROR, message, Optional.empty(), List.of(), span);
  }

  public static Diagnostic warning(String code, String message, Span span) {
    return new Diagnostic(code, Severity.WARNING, message, Optional.empty(), List.of(), span);
  }

  public Diagnostic hint(String text) {
    return new Diagnostic(code, severity, message, Optional.of(text), related, span);
  }

  public Diagnostic related(String text, Span at) {
    List<Related> all = new java.util.ArrayList<>(related);
    all.add(new Related(text, at));
    return new Diagnostic(code, severity, message, hint, all, span);
  }
}
