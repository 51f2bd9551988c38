package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `flow completion`: what a shell needs to complete commands and options.
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh.",
    footerHeading = "%nExamples%n",
    footer = {"  source <(flow completion)", "  flow completion > /etc/bash_completion.d/flow"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {"0:Printed.", "2:The command line is wrong."})
final class CompletionCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec;

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.output(false).print(AutoComplete.bash("flow", spec.root().commandLine()));
    return ExitCode.OK;
  }
}
