package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Colors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before its name or after it.
public final class GlobalOptions {

  /// Those that say which deployed host is meant, and how it is reached.
  public static final Set<String> OF_HOSTS =
      Set.of("--function", "--url", "--profile", "--region", "--endpoint", "--no-sign");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Tells how the command is used.")
  boolean help;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where executions are kept (default: .flowstone in the current folder).")
  @Nullable String store;

  @Option(
      names = "--handlers",
      paramLabel = "CLASSPATH",
      scope = ScopeType.INHERIT,
      description =
          "Where handlers are: jars or class folders, separated as in a class path; may be given"
              + " several times (default: those that the store remembers, and the build folder of"
              + " the flow's own project).")
  List<String> handlers = new ArrayList<>();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      scope = ScopeType.INHERIT,
      converter = NowConverter.class,
      description =
          "Let the clock of the engine start here and tick: 2026-12-01T00:00:00Z, or from the real"
              + " time, as in +7d.")
  @Nullable Now now;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The Lambda function of a deployed host, NAME, NAME:ALIAS or an ARN, which is invoked"
              + " directly (default: FLOWSTONE_FUNCTION).")
  @Nullable String function;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "The REST API of a deployed host (default: FLOWSTONE_URL); bears FLOWSTONE_TOKEN, or is"
              + " signed with AWS credentials.")
  @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The profile of the AWS credentials (default: as for AWS's own tools).")
  @Nullable String profile;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      scope = ScopeType.INHERIT,
      description = "The AWS region (default: as for AWS's own tools).")
  @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Where the AWS API is, if not at AWS: an emulator.")
  @Nullable String endpoint;

  @Option(
      names = "--no-sign",
      scope = ScopeType.INHERIT,
      description = "Do not sign requests to --url.")
  boolean noSign;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      converter = ColorConverter.class,
      description = "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  Colors.Choice color = Colors.Choice.AUTO;

  /// Whether a deployed host is named on the command line.
  boolean namesHost() {
    return function != null || url != null;
  }
}
