package dev.flowstone.cli;

import dev.flowstone.cli.command.Commands;
import dev.flowstone.cli.command.Context;
import dev.flowstone.cli.command.GlobalOptions;
import dev.flowstone.cli.terminal.Shell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/// The `flow` command: the engine on a laptop and in CI.
@Command(
    name = "flow",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Lints, formats and runs durable workflows written as text.",
    footer = {
      "",
      "Begin with",
      "  flow run workflows/order_processing/order_processing.flow --input @order.json",
      "",
      "`flow COMMAND --help` tells more, with examples."
    })
public final class Flow implements Runnable {

  @SuppressWarnings("UnusedVariable") // picocli prints the version where it is given
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Tells the version.")
  private boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Flow() {}

  public static void main(String[] args) {
    // Standard output is for what flow says: what a handler prints must not get into its JSON.
    System.setOut(System.err);
    System.exit(execute(Shell.ofProcess(), args));
  }

  /// Runs one command line and answers its exit code, so that several can run in one process.
  public static int execute(Shell shell, String... args) {
    Context context = new Context(shell, new GlobalOptions());
    return Failures.guarded(context, () -> commandLine(context, args).execute(args));
  }

  /// The model of the command line: of the one command that is called, where that is plain to see
  /// (a model of all takes most of a start), else of all.
  static CommandLine commandLine(Context context, String... args) {
    CommandLine line = new CommandLine(new Flow());
    line.addMixin("globalOptions", context.options());
    boolean one = args.length > 0 && Commands.standsAlone(args[0]);
    for (String name : Commands.NAMES) {
      if (!one || args[0].equals(name)) {
        line.addSubcommand(name, Commands.create(name, context));
      }
    }
    Shell shell = context.shell();
    line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.output(false).colors() == dev.flowstone.cli.terminal.Colors.ON
                ? Ansi.ON
                : Ansi.OFF));
    line.setParameterExceptionHandler(new Failures(context));
    line.setExecutionExceptionHandler(new Failures(context));
    // @file is ours: the content of one argument.
    line.setExpandAtFiles(false);
    Usage.layOut(line);
    line.getSubcommands().values().forEach(Usage::layOut);
    return line;
  }

  /// `flow` alone.
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
