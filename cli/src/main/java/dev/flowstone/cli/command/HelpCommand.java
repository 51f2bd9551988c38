package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.source.Nearest;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flow help`: the help of a command, for those who ask in this order.
@Command(
    name = "help",
    description = "Tells how a command is used.",
    footerHeading = "%nExamples%n",
    footer = {"  flow help run"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {"0:Told.", "2:There is no such command."})
final class HelpCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to tell of.")
  private @Nullable String command;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    CommandLine told = command == null ? root : root.getSubcommands().get(command);
    if (told == null) {
      Problem problem =
          Problem.usage("there is no command '" + Printable.line(String.valueOf(command)) + "'");
      Optional<String> hint = Nearest.hint(String.valueOf(command), Commands.NAMES);
      throw hint.map(problem::next).orElse(problem).next("flow --help lists them").stop();
    }
    told.usage(root.getOut());
    return ExitCode.OK;
  }
}
