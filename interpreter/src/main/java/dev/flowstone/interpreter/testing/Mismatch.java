package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// Something that a test expected and that is not so.
///
/// @param what in one sentence
/// @param differences where two values differ, with paths from `subject` on
/// @param sequence where two lists of handlers differ
/// @param place the line that expects it, where one does
public record Mismatch(
    String what,
    String subject,
    List<Difference> differences,
    List<SequenceDiff.Entry> sequence,
    Optional<Span> place) {

  public Mismatch {
    differences = List.copyOf(differences);
    sequence = List.copyOf(sequence);
  }

  static Mismatch of(String what, Span place) {
    return new Mismatch(what, "", List.of(), List.of(), Optional.of(place));
  }
}
