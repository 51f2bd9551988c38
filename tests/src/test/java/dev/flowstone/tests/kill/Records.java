package dev.flowstone.tests.kill;

import dev.flowstone.interpreter.handler.StepContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What handlers remember of their calls, in a file outside the store.
///
/// A line is written with one call of the operating system before the work of an attempt begins, so
/// that a killed process takes none with it.
public final class Records {

  /// One attempt that was begun.
  public record Begun(String execution, String step, String key, int attempt) {}

  private final Path file;

  public Records(Path file) {
    this.file = file;
  }

  public void begins(StepContext context) {
    String line =
        String.join(
                " ",
                context.executionName(),
                context.step(),
                context.idempotencyKey(),
                Integer.toString(context.attempt()))
            + "\n";
    try {
      Files.write(
          file,
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// In the order in which they began.
  public List<Begun> read() {
    List<Begun> begun = new ArrayList<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        String[] parts = line.split(" ", -1);
        begun.add(new Begun(parts[0], parts[1], parts[2], Integer.parseInt(parts[3])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return begun;
  }
}
