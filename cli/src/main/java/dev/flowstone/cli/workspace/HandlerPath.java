package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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

  private HandlerPath() {}

  /// The entries of class paths that the user gave: jars, class folders, `folder/*` for its jars.
  public static List<Path> given(Shell shell, Collection<String> classPaths) {
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

  private static List<Path> entry(Shell shell, String entry) {
    try {
      if (entry.endsWith("/*")) {
        Path folder = shell.resolve(entry.substring(0, entry.length() - 2));
        try (Stream<Path> files = Files.list(folder)) {
          return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
      }
      Path path = shell.resolve(entry);
      if (Files.isDirectory(path) || Files.isRegularFile(path)) {
        return List.of(path);
      }
      throw Problem.usage("--handlers: there is no jar or folder " + Printable.line(entry)).stop();
    } catch (IOException e) {
      throw Problem.usage("--handlers: " + Printable.line(entry) + ": " + IoText.of(e)).stop();
    } catch (InvalidPathException e) {
      throw Problem.usage("--handlers: not a path: " + Printable.line(entry)).stop();
    }
  }

  /// The classes of the project that a flow file lies in: of the nearest folder above it that has a
  /// build with handlers, the build that was made last.
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
