package dev.flowstone.cli.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Whether the sources of a project have a handler that its build does not have yet.
///
/// It is looked for as it is written: the annotation, and the name as text. What a build would come
/// to is not known here, and need not be: it only keeps a warning back.
final class HandlerSources {

  private HandlerSources() {}

  /// `classes` are those of the build, such as `target/classes`.
  static boolean have(Path classes, String handler) {
    for (Path folder = classes; folder != null; folder = folder.getParent()) {
      Path sources = folder.resolve("src/main");
      if (Files.isDirectory(sources)) {
        return below(sources, '"' + handler + '"');
      }
    }
    return false;
  }

  private static boolean below(Path sources, String name) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && Files.isRegularFile(file))
          .anyMatch(file -> declares(file, name));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private static boolean declares(Path file, String name) {
    try {
      String text = Files.readString(file);
      return text.contains("@Handler") && text.contains(name);
    } catch (IOException e) {
      return false;
    }
  }
}
