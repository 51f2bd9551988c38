package dev.flowstone.cli.command;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of the commands that send something to an execution.
final class Delivering {

  @Option(
      names = "--no-run",
      description = "Only sends; the execution goes on with the next flow resume.")
  boolean noRun;

  @Mixin HostOptions host = new HostOptions();
}
