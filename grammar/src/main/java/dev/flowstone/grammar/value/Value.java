package dev.flowstone.grammar.value;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that an expression, a variable or a payload has: JSON, with instants and durations of
/// their own.
///
/// Immutable. Maps keep the order of insertion. Equality of records is structural and strict (an
/// int never equals a double here, nor `1.0` a number written `1.00`); the equality of the language
/// is the evaluator's.
public sealed interface Value {

  enum Null implements Value {
    NULL
  }

  record Bool(boolean value) implements Value {}

  /// A JSON integer that fits 64 bits.
  record Int(long value) implements Value {}

  /// A JSON integer beyond 64 bits: passed on unchanged, no arithmetic.
  record BigInt(BigInteger value) implements Value {}

  /// A JSON number with a fraction or an exponent. `text` is how it was written, so that a number
  /// that nobody touched leaves as it came.
  record Double(double value, String text) implements Value {
    public static Double of(double value) {
      return new Double(value, java.lang.Double.toString(value));
    }

    /// The number of a literal; its text is kept where it is JSON.
    public static Double written(String text) {
      double value = java.lang.Double.parseDouble(text);
      return ValueWriter.isFractionalJson(text) ? new Double(value, text) : of(value);
    }
  }

  /// Ordered by code point, as the language compares; a map of hostile keys also stays fast by it.
  record Text(String value) implements Value, Comparable<Text> {

    /// Written out, since names of fields are compared first of all in each process: to generate
    /// this at run time costs a short life more than all that it compares.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text text && text.value.equals(value);
    }

    @Override
    public int hashCode() {
      return value.hashCode();
    }

    @Override
    public int compareTo(Text other) {
      return compare(value, other.value);
    }

    /// Compares two strings by code point.
    public static int compare(String left, String right) {
      int shared = Math.min(left.length(), right.length());
      for (int i = 0; i < shared; i++) {
        char a = left.charAt(i);
        char b = right.charAt(i);
        if (a != b) {
          boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
          return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
        }
      }
      return Integer.compare(left.length(), right.length());
    }
  }

  record Timestamp(Instant value) implements Value {}

  record Span(Duration value) implements Value {}

  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// A map. Keys are [Text], and inside expressions also [Int] and [Bool]; only text keys can leave
  /// as JSON.
  record Fields(Map<Value, Value> entries) implements Value {

    public static final Fields EMPTY = new Fields(Map.of());

    public Fields {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Optional<Value> get(String field) {
      return Optional.ofNullable(entries.get(new Text(field)));
    }
  }

  /// An optional of CEL (`a.?b`). Lives within one expression; it is never stored.
  record Maybe(Optional<Value> content) implements Value {}
}
