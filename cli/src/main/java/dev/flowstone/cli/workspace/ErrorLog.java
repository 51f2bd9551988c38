package dev.flowstone.cli.workspace;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where the details of bugs are written: `errors.log` in the store folder. Found by the JVM as the
/// service behind [System.Logger], so that what the engine logs lands there and no user sees a
/// stack trace.
///
/// The folder is that of the process, since the JVM has one such service.
public final class ErrorLog extends System.LoggerFinder {
  private static final AtomicReference<@Nullable Path> FOLDER = new AtomicReference<>();

  /// Writes into this folder from now on.
  static void in(Path folder) {
    FOLDER.set(folder);
  }

  /// Writes a bug down, and answers where.
  public static Path write(Optional<Path> folder, String message, Throwable bug)
      throws IOException {
    Path file =
        folder.isPresent()
            ? folder.get().resolve("errors.log")
            : Files.createTempFile("flow-error-", ".log");
    StringWriter text = new StringWriter();
    bug.printStackTrace(new PrintWriter(text));
    Files.writeString(
        file,
        Instant.now() + " " + message + "\n" + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return file;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Lines(name);
  }

  /// Warnings and worse, of which the details go to the file where there is one.
  private record Lines(String name) implements System.Logger {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        write(name + ": " + message, thrown == null ? new Throwable("logged here") : thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      log(level, bundle, format, (Throwable) null);
    }

    private static void write(String message, Throwable thrown) {
      Path folder = FOLDER.get();
      try {
        ErrorLog.write(Optional.ofNullable(folder).filter(Files::isDirectory), message, thrown);
      } catch (IOException e) {
        System.err.println("flow: " + message + ": " + thrown);
      }
    }
  }
}
