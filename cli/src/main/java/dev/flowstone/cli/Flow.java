package dev.flowstone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The `flow` command: the engine on a laptop and in CI.
@Command(
    name = "flow",
    mixinStandardHelpOptions = true,
    version = "flow 0.1.0-SNAPSHOT",
    description = "Lints, formats and runs workflows written as text.")
public final class Flow implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /// Runs one command line and answers its exit code, so that several can run in one process.
  static int execute(String... args) {
    return new CommandLine(new Flow()).execute(args);
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
