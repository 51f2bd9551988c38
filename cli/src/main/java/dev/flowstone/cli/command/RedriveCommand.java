package dev.flowstone.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow redrive`: repeats what failed, once its cause is mended.
@Command(
    name = "redrive",
    description = {
      "Repeats what failed: the failed undos of an execution that ended COMPENSATION_FAILED, or the"
          + " failed step of one that ended FAILED, as long as none of its undos has run."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow redrive order-4711 --reason 'the warehouse is back'"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution succeeded, or is parked.",
      "1:Accepted; the execution ended otherwise.",
      "2:Not accepted: no such execution, or nothing of it can be repeated.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the execution can be resumed."
    })
final class RedriveCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private String reason = "";

  @Mixin private Delivering delivering = new Delivering();

  RedriveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.reach().deliver(new Outgoing.Redrive(name, reason), delivering);
  }
}
