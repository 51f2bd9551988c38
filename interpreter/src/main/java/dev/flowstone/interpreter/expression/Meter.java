package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.util.IdentityHashMap;

/// Counts what an evaluation costs and ends it where it costs too much.
///
/// A step is an operation or a turn of a loop; copying, scanning and building cost steps by size,
/// so that steps bound time. What is built is counted in characters: a text by its length, a list
/// or map by [#SLOT] for itself and for every element, whatever that is; so that `messages + [m]`
/// does not pay for the messages again.
final class Meter {

  static final int MAX_STEPS = 100_000;

  /// The largest result, in characters of what was built for it.
  static final int MAX_RESULT = 256 << 10;

  /// The most that may be built on the way, in characters: it bounds memory.
  static final int MAX_BUILT = 4 << 20;

  static final int SLOT = 2;

  private static final int CHARACTERS_PER_STEP = 64;
  private static final int ELEMENTS_PER_STEP = 16;
  private static final int COMPARISONS_PER_STEP = 4_096;
  private static final int MATCHES_PER_STEP = 256;

  private final boolean remembering;
  private final IdentityHashMap<Value, Boolean> built = new IdentityHashMap<>(0);
  private long steps;
  private long size;

  /// One that remembers what was built can tell what of a result is new; only large results need
  /// that.
  Meter(boolean remembering) {
    this.remembering = remembering;
  }

  void step() {
    if (++steps > MAX_STEPS) {
      throw tooManySteps();
    }
  }

  void steps(long count) {
    steps += count;
    if (steps > MAX_STEPS) {
      throw tooManySteps();
    }
  }

  private static Failure tooManySteps() {
    return Failure.of(
        EvaluationError.Kind.LIMIT,
        "the expression takes more than " + MAX_STEPS + " steps; do this in a step");
  }

  void scan(String text) {
    steps(text.length() / CHARACTERS_PER_STEP);
  }

  void copy(int elements) {
    steps(elements / ELEMENTS_PER_STEP);
  }

  /// Looking for one text in another, which may compare each character with each.
  void search(String text, String part) {
    steps(
        (long) text.length() / CHARACTERS_PER_STEP
            + (long) text.length() * part.length() / COMPARISONS_PER_STEP);
  }

  /// Running a regular expression of this size over a text.
  void match(int programSize, String text) {
    steps(programSize / ELEMENTS_PER_STEP + (long) text.length() * programSize / MATCHES_PER_STEP);
  }

  /// To be called before a text of this length is built.
  void reserve(long characters) {
    if (size + characters > MAX_BUILT) {
      throw Failure.of(
          EvaluationError.Kind.LIMIT,
          "the expression builds more than " + MAX_BUILT + " characters on its way");
    }
  }

  Value.Text text(String text) {
    return add(new Value.Text(text), text.length());
  }

  <V extends Value> V container(V value, int elements) {
    copy(elements);
    return add(value, (long) SLOT * (elements + 1));
  }

  private <V extends Value> V add(V value, long characters) {
    reserve(characters);
    size += characters;
    steps(characters / CHARACTERS_PER_STEP);
    if (remembering) {
      built.put(value, true);
    }
    return value;
  }

  boolean isNew(Value value) {
    return built.containsKey(value);
  }

  long size() {
    return size;
  }
}
