package dev.flowstone.tests.tidy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the tidy tests look at: the compiled classes of every room, and the text of every file.
final class Product {

  private static final Set<String> NOT_OURS =
      Set.of(".git", ".idea", ".vscode", ".flowstone", "node_modules", "target");
  private static final Set<String> TEXT =
      Set.of(
          "cmd",
          "flow",
          "g4",
          "java",
          "json",
          "md",
          "properties",
          "sh",
          "ts",
          "txt",
          "xml",
          "yaml",
          "yml");

  static final Path ROOT = root();
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.flowstone");
  static final JavaClasses PLANTED =
      new ClassFileImporter().importPackages("dev.flowstone.tests.tidy.planted");

  private Product() {}

  /// The text files of the product, save those of the tidy tests: they have to spell what they
  /// forbid.
  static List<SourceFile> files() {
    List<SourceFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              String name = directory.getFileName().toString();
              boolean tidy = directory.endsWith("dev/flowstone/tests/tidy");
              return NOT_OURS.contains(name) || tidy
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String name = file.getFileName().toString();
              String extension = name.substring(name.lastIndexOf('.') + 1);
              if (TEXT.contains(extension) || file.endsWith(".ci/run")) {
                files.add(new SourceFile(ROOT.relativize(file), Files.readString(file)));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("mvnw"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("run the tests from within the source tree");
      }
      directory = parent;
    }
    return directory;
  }
}
