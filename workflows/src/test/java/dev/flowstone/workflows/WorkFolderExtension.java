package dev.flowstone.workflows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives each test a work folder of its own.
public final class WorkFolderExtension implements BeforeEachCallback, AfterEachCallback {
  private static final String PROPERTY = "flowstone.work";

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    System.setProperty(PROPERTY, Files.createTempDirectory("flowstone-test").toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Path folder = Path.of(System.getProperty(PROPERTY));
    System.clearProperty(PROPERTY);
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
