package dev.flowstone.grammar.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Turns the bytes of a file into a [SourceText], or says why they are none.
///
/// Only UTF-8 of at most [#MOST_BYTES] is read; a byte order mark at the beginning is left out.
public final class SourceReader {

  /// One mebibyte: far more than anybody writes, and little enough to be read whole.
  public static final int MOST_BYTES = 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  /// The text as far as it could be read, to show the diagnostic in, and the diagnostic where there
  /// is one.
  public record Result(SourceText source, Optional<Diagnostic> problem) {}

  private SourceReader() {}

  public static Result read(String name, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      Diagnostic tooLarge =
          Code.FILE_TOO_LARGE.at(
              "the file has more than the %,d bytes that are allowed".formatted(MOST_BYTES),
              Span.NONE);
      return new Result(new SourceText(name, ""), Optional.of(tooLarge));
    }
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(input, text, true);
    text.flip();
    int from = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    SourceText source = new SourceText(name, text.subSequence(from, text.length()).toString());
    if (!result.isError()) {
      return new Result(source, Optional.empty());
    }
    int end = source.text().length();
    Diagnostic notUtf8 =
        Code.NOT_UTF8
            .at(
                String.format("the byte 0x%02X is not UTF-8", bytes[input.position()] & 0xff),
                new Span(end, end))
            .hint("save the file as UTF-8");
    return new Result(source, Optional.of(notUtf8));
  }
}
