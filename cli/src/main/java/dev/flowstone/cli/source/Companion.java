package dev.flowstone.cli.source;

import dev.flowstone.grammar.ast.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what belongs together: the workflow of a test file, and the test files of a workflow, which
/// lie in one folder.
public final class Companion {

  private Companion() {}

  /// The file of the workflow that a test file is about, the text before the YAML.
  public static Optional<Path> workflowOf(Path testFile, Suite suite, WorkflowReader reader) {
    String name = suite.workflow().text();
    List<Path> workflows = new ArrayList<>();
    for (Path file : beside(testFile)) {
      if (Spelling.of(fileName(file)).isPresent() && !Spelling.isSuite(fileName(file))) {
        workflows.add(file);
      }
    }
    Optional<Path> named =
        workflows.stream().filter(file -> base(fileName(file)).equals(name)).findFirst();
    return named.or(() ->
        workflows.stream()
            .filter(file ->
                WorkflowSource.parsed(reader.file(file))
                    .tree()
                    .filter(tree -> tree.name().text().equals(name))
                    .isPresent())
            .findFirst());
  }

  /// The test files beside a workflow that are called as it is: `NAME.test.flow`,
  /// `NAME.refunds.test.flow`.
  public static List<Path> testsOf(Path workflow) {
    String name = base(fileName(workflow));
    return beside(workflow).stream()
        .filter(file -> Spelling.isSuite(fileName(file)))
        .filter(file -> fileName(file).startsWith(name + "."))
        .toList();
  }

  private static List<Path> beside(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileName(Path file) {
    return file.getFileName().toString();
  }

  /// The name before the first `.flow`.
  private static String base(String fileName) {
    int end = fileName.indexOf(".flow");
    return end < 0 ? fileName : fileName.substring(0, end);
  }
}
