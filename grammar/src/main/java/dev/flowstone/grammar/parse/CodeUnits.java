package dev.flowstone.grammar.parse;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/// A text as ANTLR reads it, by UTF-16 code units, so that its offsets are those of [String].
///
/// ANTLR's own streams count code points and would need a second table for every span.
final class CodeUnits implements CharStream {

  private final String text;
  private int at;

  CodeUnits(String text) {
    this.text = text;
  }

  @Override
  public void consume() {
    at++;
  }

  @Override
  public int LA(int distance) {
    int index = distance < 0 ? at + distance : at + distance - 1;
    return index < 0 || index >= text.length() ? IntStream.EOF : text.charAt(index);
  }

  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = index;
  }

  @Override
  public int size() {
    return text.length();
  }

  @Override
  public String getSourceName() {
    return IntStream.UNKNOWN_SOURCE_NAME;
  }

  @Override
  public String getText(Interval interval) {
    int end = Math.min(interval.b + 1, text.length());
    return interval.a >= end ? "" : text.substring(interval.a, end);
  }
}
