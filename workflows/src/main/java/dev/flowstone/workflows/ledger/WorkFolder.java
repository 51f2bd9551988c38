package dev.flowstone.workflows.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the handlers of these flows keep their files, in the place of the databases and services
/// of a real shop.
///
/// The system property `flowstone.work` names the folder, else the environment variable
/// `FLOWSTONE_WORK`, else it is `flowstone-work` among the temporary files of the user.
public record WorkFolder(Path path) {

  public static WorkFolder current() {
    String property = System.getProperty("flowstone.work");
    String variable = System.getenv("FLOWSTONE_WORK");
    Path path =
        property != null
            ? Path.of(property)
            : variable != null
                ? Path.of(variable)
                : Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "flowstone-work-" + System.getProperty("user.name"));
    return new WorkFolder(path);
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
