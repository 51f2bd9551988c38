package dev.flowstone.cli.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of the commands that run executions in this process.
final class HostOptions {
  private static final Duration STANDARD = Duration.ofSeconds(60);

  @Option(
      names = "--park-after",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "What is due within this time is waited for in place; else the execution is parked"
              + " (default: 60s).")
  private @Nullable Duration parkAfter;

  @Option(
      names = "--json",
      description = "Prints one JSON document; progress goes to standard error.")
  boolean json;

  Duration parkAfter() {
    return parkAfter == null ? STANDARD : parkAfter;
  }

  boolean parkAfterIsGiven() {
    return parkAfter != null;
  }
}
