package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where to look for handlers beside those that every host has.
public final class HandlerPath {

  /// What the annotation processor leaves where it found handlers.
  static final String CATALOG = "META-INF/flowstone/handlers.json";

  /// Where builds put classes: Maven's, the two of this project itself, Gradle's.
  private static final List<String> BUILD_FOLDERS =
      List.of(
          "target/classes",
          "target/quick/classes",
          "target/flow-build/classes",
          "build/classes/java/main");

  /// What makes a folder a project of its own, which has no handlers of one above it.
  private static final List<String> PROJECT_FILES =
      List.of("pom.xml", "build.gradle", "build.gradle.kts");

  private HandlerPath() {}

  /// The entries of class paths that the user gave: jars, class folders, `folder/*` for its jars.
  public static List<Path> given(Shell shell, Collection<String> classPaths) {
    List<Path> entries = described(shell, classPaths);
    for (Path entry : entries) {
      if (isCatalog(entry)) {
        throw Problem.usage(
                "--handlers: "
                    + Printable.line(shell.shown(entry))
                    + " only describes handlers, and none can be called from it")
            .next("name the jar or the class folder that has them")
            .stop();
      }
    }
    return entries;
  }

  /// The same where handlers are not called: catalogs alone will do.
  public static List<Path> described(Shell shell, Collection<String> classPaths) {
    LinkedHashSet<Path> entries = new LinkedHashSet<>();
    for (String classPath : classPaths) {
      for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!entry.isBlank()) {
          entries.addAll(entry(shell, entry));
        }
      }
    }
    return List.copyOf(entries);
  }

  /// Whether an entry is a catalog of handlers without any, as a host answers it.
  static boolean isCatalog(Path entry) {
    return entry.toString().endsWith(".json") && Files.isRegularFile(entry);
  }

  private static List<Path> entry(Shell shell, String entry) {
    try {
      if (entry.endsWith("/*")) {
        Path folder = shell.resolve(entry.substring(0, entry.length() - 2));
        try (Stream<Path> files = Files.list(folder)) {
          return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
      }
      Path path = shell.resolve(entry);
      if (Files.isDirectory(path) || isCatalog(path) || isJar(path)) {
        return List.of(path);
      }
      if (Files.isRegularFile(path)) {
        throw Problem.usage("--handlers: " + Printable.line(entry) + " is no jar").stop();
      }
      throw Problem.usage("--handlers: there is no jar or folder " + Printable.line(entry)).stop();
    } catch (IOException e) {
      throw Problem.usage("--handlers: " + Printable.line(entry) + ": " + IoText.of(e)).stop();
    } catch (InvalidPathException e) {
      throw Problem.usage("--handlers: not a path: " + Printable.line(entry)).stop();
    }
  }

  private static boolean isJar(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(2), new byte[] {'P', 'K'});
    }
  }

  /// The classes of the project that a flow file lies in: of the nearest folder above it that has a
  /// build with handlers, the build that was made last. A project that was not built has none.
  public static Optional<Path> ofProject(Path flowFile) {
    for (Path folder = flowFile.toAbsolutePath().getParent();
        folder != null;
        folder = folder.getParent()) {
      List<Path> built = new ArrayList<>();
      for (String name : BUILD_FOLDERS) {
        Path classes = folder.resolve(name);
        if (Files.isRegularFile(classes.resolve(CATALOG))) {
          built.add(classes);
        }
      }
      if (!built.isEmpty()) {
        return built.stream().max(Comparator.comparing(HandlerPath::builtAt));
      }
      if (PROJECT_FILES.stream().map(folder::resolve).anyMatch(Files::isRegularFile)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static FileTime builtAt(Path classes) {
    try {
      return Files.getLastModifiedTime(classes.resolve(CATALOG));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
