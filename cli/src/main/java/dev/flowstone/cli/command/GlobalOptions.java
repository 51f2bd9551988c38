package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Colors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before its name or after it.
public final class GlobalOptions {

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
      names = "--color",
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      converter = ColorConverter.class,
      description = "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  Colors.Choice color = Colors.Choice.AUTO;
}
