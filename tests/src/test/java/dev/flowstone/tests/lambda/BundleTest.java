package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class BundleTest {
  private static final long MOST_BYTES = 20_000_000;

  /// Lambda has to fetch it before a function can start.
  @Test
  void isNoLargerThanItMayBe() throws IOException {
    long bytes = Files.size(Bundle.jar());
    assertTrue(bytes <= MOST_BYTES, () -> "the bundle has %,d bytes".formatted(bytes));
  }
}
