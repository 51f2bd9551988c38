package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.grammar.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads workflow files, never more of one than the language allows.
public final class WorkflowReader {
  private final Shell shell;

  public WorkflowReader(Shell shell) {
    this.shell = shell;
  }

  /// What was read, and how it is written.
  public record Read(SourceReader.Result result, Spelling spelling) {}

  public Read file(Path path) {
    String name = shell.shown(path);
    try (InputStream in = Files.newInputStream(path)) {
      return read(name, in);
    } catch (IOException e) {
      throw Problem.failure(name + " cannot be read: " + IoText.of(e)).stop();
    }
  }

  /// Standard input, under the name that it is to have.
  public Read standardInput(String name) {
    try {
      return read(name, shell.in());
    } catch (IOException e) {
      throw Problem.failure("standard input cannot be read: " + IoText.of(e)).stop();
    }
  }

  private static Read read(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(SourceReader.MOST_BYTES + 1);
    return new Read(SourceReader.read(name, bytes), Spelling.named(name));
  }
}
