package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files that hold what a test expects; written anew with `-Dgolden.update=true`, and read as a
/// diff.
final class Golden {

  static final boolean UPDATE = Boolean.getBoolean("golden.update");

  private Golden() {}

  static void check(Path file, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual, file.toString());
  }

  static List<Path> scenarios() throws IOException {
    return files("scenarios");
  }

  static List<Path> files(String folder) throws IOException {
    var path = Path.of("src/test/resources/dev/flowstone/interpreter/machine", folder);
    try (var files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    }
  }
}
