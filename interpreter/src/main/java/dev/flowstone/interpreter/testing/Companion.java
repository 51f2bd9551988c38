package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.ast.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which files belong together: tests lie in the folder of their workflow and are called as it is,
/// `NAME.flow` and `NAME.test.flow`, or `NAME.refunds.test.flow`.
public final class Companion {

  private static final List<String> WORKFLOWS = List.of(".flow", ".flow.yaml", ".flow.yml");
  private static final String TESTS = ".test";

  private Companion() {}

  /// Whether a file name is that of tests.
  public static boolean isSuite(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return WORKFLOWS.stream().anyMatch(ending -> name.endsWith(TESTS + ending));
  }

  /// Whether a file name is that of a workflow.
  public static boolean isWorkflow(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return WORKFLOWS.stream().anyMatch(name::endsWith) && !isSuite(fileName);
  }

  /// The file of the workflow that a test file is about: the text before the YAML, the workflow's
  /// name before that of the test file.
  public static Optional<Path> workflowOf(Path testFile, Suite suite) {
    String own = testFile.getFileName().toString();
    return workflow(testFile, suite.workflow().text())
        .or(() -> workflow(testFile, own.substring(0, own.indexOf('.'))));
  }

  /// The file of a workflow that lies beside another file, by its name, or in a folder of its own
  /// beside that folder: `NAME/NAME.flow`.
  public static Optional<Path> workflow(Path beside, String name) {
    Path file = beside.toAbsolutePath();
    Path own = file.resolveSibling("..").resolve(name);
    return WORKFLOWS.stream()
        .flatMap(
            ending -> Stream.of(file.resolveSibling(name + ending), own.resolve(name + ending)))
        .map(Path::normalize)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// The names of the workflows that have a file beside another; none where the folder cannot be
  /// read.
  public static List<String> workflowsBeside(Path file) {
    try (Stream<Path> files = Files.list(file.toAbsolutePath().resolveSibling(""))) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(Companion::isWorkflow)
          .map(name -> name.substring(0, name.toLowerCase(Locale.ROOT).lastIndexOf(".flow")))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The test files of a workflow that lie beside it.
  public static List<Path> testsOf(Path workflow) throws IOException {
    String own = workflow.getFileName().toString();
    String begin = own.substring(0, own.toLowerCase(Locale.ROOT).lastIndexOf(".flow")) + ".";
    try (Stream<Path> files = Files.list(workflow.toAbsolutePath().resolveSibling(""))) {
      return files
          .filter(file -> isSuite(file.getFileName().toString()))
          .filter(file -> file.getFileName().toString().startsWith(begin))
          .sorted()
          .toList();
    }
  }
}
