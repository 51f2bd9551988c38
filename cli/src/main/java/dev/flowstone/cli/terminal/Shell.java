package dev.flowstone.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What a command was started with: a folder, an environment and three streams.
///
/// `command` is how the user calls `flow`, for command lines that are shown to be copied.
///
/// Handed in, so that a test can drive a command in its own process. `outIsTerminal` and
/// `errIsTerminal` decide on colours.
public record Shell(
    Path folder,
    String command,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /// Set by the launcher, which can tell cheaply: `out`, `err`, both or nothing.
  private static final String TERMINALS = "flowstone.terminals";

  /// Set by the launcher: its own name as it was called.
  private static final String COMMAND = "flowstone.command";

  public Shell {
    environment = Map.copyOf(environment);
  }

  /// The shell of this process. Output is UTF-8 whatever the locale: JSON has no other encoding.
  public static Shell ofProcess() {
    String terminals = System.getProperty(TERMINALS, "");
    return new Shell(
        Path.of("").toAbsolutePath(),
        System.getProperty(COMMAND, "flow"),
        System.getenv(),
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals.contains("out"),
        terminals.contains("err"));
  }

  /// A path as the user meant it, from the folder of the shell.
  public Path resolve(String path) {
    return folder.resolve(path).normalize();
  }

  /// How a path is best written for the user: from the folder where it lies below it.
  public String shown(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (!absolute.startsWith(folder)) {
      return absolute.toString();
    }
    Path relative = folder.relativize(absolute);
    return relative.toString().isEmpty() ? "." : relative.toString();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        true,
        StandardCharsets.UTF_8);
  }
}
