package dev.flowstone.cli;

import dev.flowstone.cli.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Commands typed in one folder, one after the other.
final class Session {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String input = "";
  private boolean terminal;

  Session(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /// What a command printed, and its exit code.
  record Ran(int exitCode, String out, String err) {

    /// All of it as a golden keeps it, without what differs from run to run.
    String transcript() {
      return stable(out)
          + (err.isEmpty() ? "" : "--- standard error\n" + stable(err))
          + "--- exit code "
          + exitCode
          + "\n";
    }
  }

  Session with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Session onTerminal() {
    terminal = true;
    return this;
  }

  /// What the next command finds on standard input.
  Session typing(String text) {
    input = text;
    return this;
  }

  Session file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ran flow(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            folder,
            "./flow",
            environment,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            terminal);
    input = "";
    int exitCode = Flow.execute(shell, arguments);
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static final Map<Pattern, String> VARYING =
      new java.util.LinkedHashMap<>(
          Map.of(Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+Z?"), "<instant>"));

  static {
    VARYING.put(Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d$"), "<day>");
    VARYING.put(Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\b"), "<time>");
    VARYING.put(Pattern.compile("\\b\\d+(\\.\\d+)? m?s\\b"), "<duration>");
    VARYING.put(Pattern.compile("\"took_seconds\": ?[0-9.E-]+"), "\"took_seconds\": <seconds>");
    VARYING.put(Pattern.compile("\\b[A-Za-z0-9_-]{6,}\\.\\d+\\.[A-Za-z0-9_-]{22}"), "<token>");
    VARYING.put(Pattern.compile("\\b[0-9a-f]{64}\\b"), "<version>");
    VARYING.put(Pattern.compile("\\b[0-9a-f]{32}\\b"), "<id>");
    VARYING.put(Pattern.compile("version [0-9a-f]{12}\\b"), "version <version>");
    VARYING.put(Pattern.compile("local-[0-9a-f-]{36}"), "<host>");
  }

  private static String stable(String text) {
    String stable = text;
    for (Map.Entry<Pattern, String> varying : VARYING.entrySet()) {
      stable = varying.getKey().matcher(stable).replaceAll(varying.getValue());
    }
    return stable;
  }
}
