package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.interpreter.testing.Companion;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Finds the workflow files that a user means: files, folders with everything below, globs.
///
/// In a folder, hidden files and folders and those called `target` or `node_modules` are passed
/// over, as they are what is made and not what is written.
public final class SourceFiles {
  private final Shell shell;

  public SourceFiles(Shell shell) {
    this.shell = shell;
  }

  /// The files in the order of their paths, each once.
  public List<Path> find(Collection<String> patterns) {
    TreeSet<Path> found = new TreeSet<>();
    for (String pattern : patterns) {
      found.addAll(matching(pattern));
    }
    return List.copyOf(found);
  }

  /// The workflows among them, without their tests; tests that are named themselves are a mistake.
  public List<Path> workflows(Collection<String> patterns) {
    for (String pattern : patterns) {
      Path named = resolve(pattern);
      if (Files.isRegularFile(named) && isSuite(named)) {
        throw noWorkflow(pattern).stop();
      }
    }
    return find(patterns).stream().filter(file -> !isSuite(file)).toList();
  }

  /// The workflows of a folder itself, and of none below it.
  public List<Path> inFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Companion.isWorkflow(file.getFileName().toString()))
          .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Problem.failure(shell.shown(folder) + " cannot be read: " + IoText.of(e)).stop();
    }
  }

  private static Problem noWorkflow(String name) {
    return Problem.usage(Printable.line(name) + " holds tests, and no workflow")
        .next("run them: flow test " + Printable.line(name));
  }

  /// The test files among them, and those of the workflows that are named as files.
  public List<Path> suites(Collection<String> patterns) {
    TreeSet<Path> found = new TreeSet<>();
    for (String pattern : patterns) {
      Path named = resolve(pattern);
      boolean workflow = Files.isRegularFile(named) && !isSuite(named);
      if (workflow && !Companion.isWorkflow(named.getFileName().toString())) {
        throw Problem.usage(Printable.line(pattern) + " is neither a workflow nor a file of tests")
            .next("tests are in files that end in .test.flow or .test.flow.yaml")
            .stop();
      }
      found.addAll(workflow ? testsOf(named) : matching(pattern));
    }
    return found.stream().filter(SourceFiles::isSuite).toList();
  }

  private List<Path> testsOf(Path workflow) {
    try {
      return Companion.testsOf(workflow);
    } catch (IOException e) {
      throw Problem.failure(shell.shown(workflow) + " cannot be read: " + IoText.of(e)).stop();
    }
  }

  private static boolean isSuite(Path file) {
    return Companion.isSuite(file.getFileName().toString());
  }

  /// One workflow that a command works on.
  public Path workflow(String name) {
    Path path = one(name);
    if (isSuite(path)) {
      throw noWorkflow(name).stop();
    }
    return path;
  }

  /// One file that a command works on.
  public Path one(String name) {
    Path path = resolve(name);
    if (Files.isDirectory(path)) {
      throw Problem.usage(Printable.line(name) + " is a folder; give one workflow file").stop();
    }
    if (!Files.exists(path)) {
      throw missing(name, path).stop();
    }
    return path;
  }

  private List<Path> matching(String pattern) {
    Path path = resolve(pattern);
    if (Files.isDirectory(path)) {
      return below(path, file -> true);
    }
    if (Files.exists(path)) {
      return List.of(path);
    }
    if (!isGlob(pattern)) {
      throw missing(pattern, path).stop();
    }
    List<Path> matches = glob(pattern);
    if (matches.isEmpty()) {
      throw Problem.usage("no workflow file matches " + Printable.line(pattern)).stop();
    }
    return matches;
  }

  /// `*`, `?`, `[]` and `{}` within a name, `**` across folders.
  private List<Path> glob(String pattern) {
    String fixed = pattern.substring(0, pattern.split("[*?\\[{]", 2)[0].lastIndexOf('/') + 1);
    Path start = resolve(fixed.isEmpty() ? "." : fixed);
    if (!Files.isDirectory(start)) {
      throw missing(pattern, start).stop();
    }
    String rest = pattern.substring(fixed.length());
    try {
      PathMatcher matcher = start.getFileSystem().getPathMatcher("glob:" + rest);
      // "**/x" would not match an x at the very top.
      PathMatcher atTop =
          start
              .getFileSystem()
              .getPathMatcher("glob:" + (rest.startsWith("**/") ? rest.substring(3) : rest));
      return below(
          start,
          file -> {
            Path relative = start.relativize(file);
            return matcher.matches(relative) || atTop.matches(relative);
          });
    } catch (PatternSyntaxException e) {
      throw Problem.usage("not a pattern: " + Printable.line(e.getDescription())).stop();
    }
  }

  private static boolean isGlob(String pattern) {
    return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private Path resolve(String name) {
    try {
      return shell.resolve(name);
    } catch (InvalidPathException e) {
      throw Problem.usage("not a path: " + Printable.line(name)).stop();
    }
  }

  private List<Path> below(Path folder, PathMatcher wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              return !path.equals(folder) && isPassedOver(path)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              String name = path.getFileName().toString();
              boolean visible = !name.startsWith(".") && attributes.isRegularFile();
              if (visible && Spelling.of(name).isPresent() && wanted.matches(path)) {
                found.add(path);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw Problem.failure(shell.shown(folder) + " cannot be read: " + IoText.of(e)).stop();
    }
    return found;
  }

  private static boolean isPassedOver(Path folder) {
    String name = folder.getFileName().toString();
    return name.startsWith(".") || name.equals("target") || name.equals("node_modules");
  }

  private Problem missing(String name, Path path) {
    Problem problem = Problem.usage("there is no file " + Printable.line(name));
    Path folder = path.getParent();
    if (folder == null || path.getFileName() == null) {
      return problem;
    }
    if (!Files.isDirectory(folder)) {
      return problem.next("there is no folder " + shell.shown(folder) + " either");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<String> names =
          entries.limit(10_000).map(entry -> entry.getFileName().toString()).sorted().toList();
      Optional<String> near = Nearest.of(path.getFileName().toString(), names);
      return near.map(n -> problem.next("did you mean " + shell.shown(folder.resolve(n)) + "?"))
          .orElse(problem);
    } catch (IOException e) {
      return problem;
    }
  }
}
