package dev.flowstone.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/// The options of the commands that run executions in this process.
final class HostOptions {

  @Option(
      names = "--park-after",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "What is due within this time is waited for in place; else the execution is parked"
              + " (default: 60s).")
  Duration parkAfter = Duration.ofSeconds(60);

  @Option(
      names = "--json",
      description = "Prints one JSON document; progress goes to standard error.")
  boolean json;
}
