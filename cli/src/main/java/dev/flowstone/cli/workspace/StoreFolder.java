package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The folder that holds the executions of a project, by default `.flowstone`.
///
/// `flowstone.db` is the store, `handlers` remembers where handlers were found, `errors.log` holds
/// the details of bugs. A `.gitignore` within keeps all of it out of version control.
public record StoreFolder(Path path, String shown) {

  /// The folder as the user knows it.
  public static StoreFolder of(Shell shell, Path path) {
    return new StoreFolder(path, shell.shown(path));
  }

  public Path database() {
    return path.resolve("flowstone.db");
  }

  /// Whether anything was ever run here.
  public boolean exists() {
    return Files.isRegularFile(database());
  }

  /// Makes the folder where there is none.
  public void make() {
    try {
      Files.createDirectories(path);
      Path ignore = path.resolve(".gitignore");
      if (!Files.exists(ignore)) {
        Files.writeString(ignore, "*\n");
      }
    } catch (IOException e) {
      throw Problem.failure("the store folder " + shown + " cannot be made: " + IoText.of(e))
          .next("choose another with --store DIR")
          .stop();
    }
  }

  /// Where handlers were found before, the latest first.
  public List<Path> rememberedHandlers() {
    Path memory = path.resolve("handlers");
    String name = shown + "/handlers";
    try {
      return Files.isRegularFile(memory)
          ? Files.readAllLines(memory).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(Path::of)
              .toList()
          : List.of();
    } catch (IOException e) {
      throw unreadable(name, IoText.of(e)).stop();
    } catch (InvalidPathException e) {
      throw unreadable(name, "there is a line that is no path").stop();
    }
  }

  private static Problem unreadable(String memory, String why) {
    return Problem.failure(memory + " cannot be read: " + why)
        .next("remove it, and name the handlers once more: --handlers CLASSPATH");
  }

  /// Remembers them for the commands to come; the file is replaced in one step.
  public void rememberHandlers(List<Path> classPath) {
    if (classPath.equals(rememberedHandlers())) {
      return;
    }
    StringBuilder text =
        new StringBuilder("# Where flow finds the handlers of executions kept here.\n");
    classPath.forEach(entry -> text.append(entry).append('\n'));
    try {
      Path staged = Files.createTempFile(path, "handlers", ".new");
      Files.writeString(staged, text);
      Files.move(staged, path.resolve("handlers"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Problem.failure(shown + "/handlers cannot be written: " + IoText.of(e)).stop();
    }
  }
}
