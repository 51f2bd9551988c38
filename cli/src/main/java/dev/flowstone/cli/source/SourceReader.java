package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads workflow files, never more of one than the language allows.
public final class SourceReader {

  /// A character takes at most four bytes of the 1 MiB of characters that the parsers take: what is
  /// longer than this they refuse, without the rest.
  private static final int MOST_BYTES = 4 * 1024 * 1024 + 1;

  private final Shell shell;

  public SourceReader(Shell shell) {
    this.shell = shell;
  }

  /// A source as it was read; `fault` where it is no text.
  public record Read(SourceText text, Spelling spelling, Optional<Diagnostic> fault) {}

  public Read file(Path path) {
    String name = shell.shown(path);
    try (InputStream in = Files.newInputStream(path)) {
      return decoded(in.readNBytes(MOST_BYTES), name);
    } catch (IOException e) {
      throw Problem.failure(name + " cannot be read: " + IoText.of(e)).stop();
    }
  }

  /// Standard input, under the name that it is to have.
  public Read standardInput(String name) {
    try {
      return decoded(shell.in().readNBytes(MOST_BYTES), name);
    } catch (IOException e) {
      throw Problem.failure("standard input cannot be read: " + IoText.of(e)).stop();
    }
  }

  private static Read decoded(byte[] utf8, String name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), chars, true);
    Spelling spelling = Spelling.named(name);
    if (!result.isError()) {
      return new Read(new SourceText(name, chars.flip().toString()), spelling, Optional.empty());
    }
    int at = chars.position();
    Diagnostic fault =
        Code.NOT_UTF8
            .at("the bytes here are not UTF-8", new Span(at, at))
            .hint("save the file as UTF-8");
    SourceText text = new SourceText(name, new String(utf8, StandardCharsets.UTF_8));
    return new Read(text, spelling, Optional.of(fault));
  }
}
