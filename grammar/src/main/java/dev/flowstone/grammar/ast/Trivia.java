package dev.flowstone.grammar.ast;

import java.util.List;
import java.util.Optional;

/// What surrounds a node without meaning: an empty line before it, the comment lines above it and
/// the comment after it on its line. Comments are held without `#` and the blank that follows it.
public record Trivia(boolean blankLineBefore, List<String> above, Optional<String> beside) {

  public static final Trivia NONE = new Trivia(false, List.of(), Optional.empty());

  public Trivia {
    above = List.copyOf(above);
  }
}
