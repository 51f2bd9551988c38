package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/// Writes a file in one step: whoever reads it meanwhile, and whatever dies, sees the old text or
/// the new one.
public final class FileRewrite {

  private FileRewrite() {}

  /// Replaces the file, or makes it. A link stays a link; the permissions stay as they were.
  public static void write(Shell shell, Path file, String text) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Files.createDirectories(target.getParent());
      Path staged = Files.createTempFile(target.getParent(), ".flow-", ".tmp");
      try {
        Files.writeString(staged, text);
        copyPermissions(target, staged);
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw Problem.failure(shell.shown(file) + " cannot be written: " + IoText.of(e)).stop();
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView there = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (there == null) {
      return;
    }
    if (Files.exists(from)) {
      there.setPermissions(Files.getPosixFilePermissions(from));
    } else {
      there.setPermissions(java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
