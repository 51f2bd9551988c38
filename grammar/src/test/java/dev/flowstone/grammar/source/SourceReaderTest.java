package dev.flowstone.grammar.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.source.SourceText.Position;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {

  @Test
  void readsUtf8AndLeavesOutAByteOrderMark() {
    SourceReader.Result read =
        SourceReader.read("a.flow", "\ufeffx = \"\u00e9\ud83d\ude00\"".getBytes(UTF_8));
    assertEquals("x = \"\u00e9\ud83d\ude00\"", read.source().text());
    assertTrue(read.problem().isEmpty());
  }

  /// A lone continuation, an overlong sign, a surrogate, one beyond the last, a sign cut off at the
  /// end.
  @ParameterizedTest
  @ValueSource(strings = {"80", "c080", "eda080", "f4908080", "e282", "ff"})
  void saysWhereBytesAreNotUtf8(String hex) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("x = 1\ny = \u00e9".getBytes(UTF_8));
    for (int i = 0; i < hex.length(); i += 2) {
      bytes.write(Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    SourceReader.Result read = SourceReader.read("a.flow", bytes.toByteArray());
    Diagnostic problem = read.problem().orElseThrow();
    assertEquals(Code.NOT_UTF8.id(), problem.code());
    assertEquals(
        "the byte 0x" + hex.substring(0, 2).toUpperCase(java.util.Locale.ROOT) + " is not UTF-8",
        problem.message());
    assertEquals(new Position(2, 6), read.source().position(problem.span().start()));
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    SourceReader.Result read = SourceReader.read("a.flow", new byte[SourceReader.MOST_BYTES + 1]);
    assertEquals(Code.FILE_TOO_LARGE.id(), read.problem().orElseThrow().code());
    assertEquals("", read.source().text());
  }
}
