package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected output in files, which `-Dgolden.update=true` writes anew.
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /// The text is that of the golden with this name.
  static void assertIs(String name, String actual) {
    assertFileIs(FOLDER.resolve(name + ".txt"), actual);
  }

  static void assertFileIs(Path file, String actual) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertEquals(Files.exists(file) ? Files.readString(file) : "", actual, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
