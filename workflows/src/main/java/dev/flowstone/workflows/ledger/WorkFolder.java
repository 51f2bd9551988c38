package dev.flowstone.workflows.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the handlers of these flows keep their files, in the place of the databases and services
/// of a real shop.
///
/// The system property `flowstone.work` names the folder, else the environment variable
/// `FLOWSTONE_WORK`, else it is `work` beside the executions in `.flowstone`, so that each project
/// has its own; where there is no such folder, it is among the temporary files of the user.
public record WorkFolder(Path path) {

  public static WorkFolder current() {
    String property = System.getProperty("flowstone.work");
    String variable = System.getenv("FLOWSTONE_WORK");
    Path path =
        property != null ? Path.of(property) : variable != null ? Path.of(variable) : usual();
    return new WorkFolder(path);
  }

  private static Path usual() {
    Path executions = Path.of(".flowstone").toAbsolutePath();
    return Files.isDirectory(executions)
        ? executions.resolve("work")
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "flowstone-work-" + System.getProperty("user.name"));
  }

  /// A ledger by name; it is made when first written.
  public Ledger ledger(String name) {
    return new Ledger(folder(path).resolve(name + ".jsonl"));
  }

  /// A folder within, made where it is not there.
  public Path folder(String name) {
    return folder(path.resolve(name));
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
