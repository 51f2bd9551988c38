package dev.flowstone.grammar.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// JSON to [Value] and back, in two dialects.
///
/// **Plain** is what the world sees: instants and durations leave as strings and come back as
/// strings. **Tagged** is what state and programs are stored in: every value survives exactly,
/// since what JSON cannot say is an object with one `$` key (`{"$timestamp": …}`, `{"$duration":
/// …}`, `{"$double": "NaN"}`, `{"$map": [[k, v], …]}`); a user's own object that looks like that is
/// written as a `$map`.
///
/// Both keep the order of fields and the text of numbers, and write the same bytes for the same
/// value on every machine: they are hashed. Bad input is a result with a position, never an
/// exception.
public final class ValueJson {

  /// How deeply lists and maps may nest in plain JSON and in the result of an expression.
  public static final int MAX_DEPTH = 256;

  /// The largest plain document, in bytes: above the largest payload that a step may pass on.
  public static final int MAX_BYTES = 8 << 20;

  static final int MAX_TAGGED_DEPTH = 1_024;
  static final int MAX_TAGGED_BYTES = 512 << 20;

  /// What came of reading.
  public sealed interface Parsed {

    record Ok(Value value) implements Parsed {}

    /// `line` and `column` count from 1, `offset` from 0, in characters.
    record Malformed(String message, int line, int column, long offset) implements Parsed {

      /// `line 3, column 7: …`
      public String describe() {
        return "line " + line + ", column " + column + ": " + message;
      }
    }
  }

  /// What came of writing plain JSON.
  public sealed interface Rendered {

    record Ok(String json) implements Rendered {}

    /// The value has no JSON; `path` says where, as in `$.items[3].price`.
    record Refused(String message, String path) implements Rendered {}
  }

  private ValueJson() {}

  public static Parsed parse(String json) {
    return ValueReader.read(json, false, MAX_DEPTH, MAX_BYTES);
  }

  public static Parsed parse(byte[] utf8) {
    Decoded decoded = decoded(utf8);
    return decoded.whole() ? parse(decoded.text()) : notUtf8(decoded.text());
  }

  public static Parsed parseTagged(String json) {
    return ValueReader.read(json, true, MAX_TAGGED_DEPTH, MAX_TAGGED_BYTES);
  }

  public static Parsed parseTagged(byte[] utf8) {
    Decoded decoded = decoded(utf8);
    return decoded.whole() ? parseTagged(decoded.text()) : notUtf8(decoded.text());
  }

  /// Plain JSON. Refused are NaN and the infinities, map keys that are no text, optionals, and too
  /// much depth.
  public static Rendered render(Value value) {
    ValueWriter writer = new ValueWriter(false, MAX_DEPTH);
    return writer
        .write(value)
        .<Rendered>map(r -> r)
        .orElseGet(() -> new Rendered.Ok(writer.text()));
  }

  /// Tagged JSON, in one line.
  ///
  /// @throws IllegalArgumentException where the value holds an optional or nests beyond reason: no
  ///   expression gives such a value, so that it is a bug
  public static String tagged(Value value) {
    ValueWriter writer = new ValueWriter(true, MAX_TAGGED_DEPTH);
    writer
        .write(value)
        .ifPresent(refused -> {
          throw new IllegalArgumentException(refused.message() + " at " + refused.path());
        });
    return writer.text();
  }

  /// [#tagged] in UTF-8.
  public static byte[] taggedBytes(Value value) {
    return tagged(value).getBytes(StandardCharsets.UTF_8);
  }

  private record Decoded(String text, boolean whole) {}

  private static Parsed notUtf8(String before) {
    return ValueReader.malformed("this is not UTF-8", before, before.length());
  }

  private static Decoded decoded(byte[] utf8) {
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(utf8), chars, true);
    return new Decoded(chars.flip().toString(), !result.isError());
  }
}
