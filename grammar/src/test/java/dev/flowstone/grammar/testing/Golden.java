package dev.flowstone.grammar.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected results in files; `-Dgolden.update=true` writes them anew, to be read as a diff.
public final class Golden {

  private Golden() {}

  public static void check(Path file, String found) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, found);
      return;
    }
    assertTrue(Files.exists(file), "no golden " + file + "; write it with -Dgolden.update=true");
    assertEquals(Files.readString(file), found, "differs from " + file);
  }
}
