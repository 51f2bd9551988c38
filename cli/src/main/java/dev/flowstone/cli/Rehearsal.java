package dev.flowstone.cli;

import dev.flowstone.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Runs a list of `flow` command lines in one process, for the JVM to record what a start-up loads.
///
/// A start-up cache is made from the life of a single process, and [Flow] itself runs one command
/// and exits.
final class Rehearsal {

  private Rehearsal() {}

  /// Takes the file of command lines and the directory that stands for `{root}` in them.
  public static void main(String[] args) throws IOException {
    String root = args[1];
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      // Split before the root is put in: its path may hold a space.
      String[] words =
          Arrays.stream(line.strip().split(" +"))
              .map(word -> word.replace("{root}", root))
              .toArray(String[]::new);
      int exitCode = Flow.execute(Shell.ofProcess(), words);
      System.err.println("flow " + line + " -> exit code " + exitCode);
    }
  }
}
