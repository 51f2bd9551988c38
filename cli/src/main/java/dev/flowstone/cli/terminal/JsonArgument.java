package dev.flowstone.cli.terminal;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// JSON that a user gives: in the argument itself, in a file (`@file`) or on standard input (`-`).
public final class JsonArgument {

  private static final int WIDTH = 100;

  private final Shell shell;

  public JsonArgument(Shell shell) {
    this.shell = shell;
  }

  /// Reads it; what is wrong is told with the place. `what` is how the user knows it, such as
  /// `--input`.
  public Value read(String what, String argument) {
    byte[] utf8 = bytes(what, argument);
    return switch (ValueJson.parse(utf8)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed malformed ->
          throw malformed(what, argument, new String(utf8, StandardCharsets.UTF_8), malformed)
              .stop();
    };
  }

  private byte[] bytes(String what, String argument) {
    try {
      if (argument.equals("-")) {
        return bounded(shell.in(), what);
      }
      if (argument.startsWith("@")) {
        Path file = shell.resolve(argument.substring(1));
        if (argument.equals("@")) {
          throw Problem.usage(what + ": after @ the name of a file is missing").stop();
        }
        if (Files.isDirectory(file)) {
          throw Problem.usage(what + ": " + Printable.line(argument.substring(1)) + " is a folder")
              .stop();
        }
        if (!Files.isRegularFile(file)) {
          throw Problem.usage(what + ": there is no file " + Printable.line(argument.substring(1)))
              .stop();
        }
        try (InputStream in = Files.newInputStream(file)) {
          return bounded(in, what);
        }
      }
    } catch (IOException e) {
      throw Problem.usage(what + ": " + argument + " cannot be read: " + IoText.of(e)).stop();
    }
    return argument.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bounded(InputStream in, String what) throws IOException {
    byte[] all = in.readNBytes(ValueJson.MAX_BYTES + 1);
    if (all.length > ValueJson.MAX_BYTES) {
      throw Problem.usage(what + ": more than " + (ValueJson.MAX_BYTES >> 20) + " MiB of JSON")
          .next("pass large data by reference, such as the address of a file")
          .stop();
    }
    return all;
  }

  private static Problem malformed(
      String what, String argument, String json, ValueJson.Parsed.Malformed malformed) {
    Problem problem = Problem.usage(what + " is not JSON: " + malformed.describe());
    String[] lines = json.split("\r\n|\r|\n", -1);
    if (malformed.line() <= lines.length) {
      String line = lines[malformed.line() - 1];
      int at =
          line.offsetByCodePoints(
              0, Math.min(malformed.column() - 1, line.codePointCount(0, line.length())));
      int from = Math.max(0, at - WIDTH / 2);
      String shown =
          line.substring(from, Math.min(line.length(), from + WIDTH)).replaceAll("\\p{Cntrl}", " ");
      boolean readable = shown.indexOf('\uFFFD') < 0 && !shown.isBlank();
      if (readable) {
        problem = problem.detail(shown).detail(" ".repeat(at - from) + "^");
      }
    }
    boolean inline = !argument.equals("-") && !argument.startsWith("@");
    return inline
        ? problem.next("in a shell, put JSON in single quotes: '{\"name\": \"value\"}'")
        : problem;
  }
}
