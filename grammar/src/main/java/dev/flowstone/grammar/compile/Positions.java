package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where the parts of a program were written. Kept beside it and not in it, since a program is
/// hashed.
///
/// @param code the statement of each instruction, by its index
/// @param steps the statement of each step, undo, notification, wait, loop and `parallel`, by its
///   id, in the order of the source
public record Positions(List<Span> code, Map<String, Span> steps) {

  public static final Positions NONE = new Positions(List.of(), Map.of());

  public Positions {
    code = List.copyOf(code);
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }
}
