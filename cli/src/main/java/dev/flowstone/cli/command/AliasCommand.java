package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.cli.remote.Registered;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.report.Document;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow alias`: which version of a workflow new executions run.
@Command(
    name = "alias",
    description = {
      "Moves an alias of a workflow to another of its versions: forward, or back.",
      "",
      "Executions that were started keep their version."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow alias order_processing live 3f2a1b0c9d8e --function flows",
      "  flow alias order_processing live --previous --function flows"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Moved.",
      "2:The command line is wrong, or there is no such workflow or version.",
      "3:The host could not be asked."
    })
final class AliasCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "WORKFLOW", description = "The workflow.")
  private String workflow = "";

  @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias, such as live.")
  private String alias = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The version, or as much of its beginning as tells it from others.")
  private @Nullable String version;

  @Option(
      names = "--previous",
      description = "The version that was uploaded before the one that the alias names now.")
  private boolean previous;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  AliasCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (previous == (version != null)) {
      throw Problem.usage("give a VERSION, or --previous").stop();
    }
    Output output = context.output(json);
    try (Gate gate = new Gate(context.remote().host(), Optional.of(alias))) {
      Registered known = gate.known(workflow);
      String to = version == null ? before(known) : only(known, version);
      gate.host().ask(HostRequest.alias(workflow, alias, to));
      Optional<String> from = Optional.ofNullable(known.aliases().get(alias));
      if (json) {
        output.document(
            new Document()
                .put("workflow", workflow)
                .put("alias", alias)
                .putText("from", from)
                .put("version", to)
                .value());
      } else {
        output.say(
            output.colors().bold(workflow)
                + "  "
                + alias
                + ": "
                + from.map(old -> Shortened.version(old) + " -> ").orElse("")
                + Shortened.version(to));
      }
    }
    return ExitCode.OK;
  }

  private String before(Registered known) {
    return known
        .before(alias)
        .orElseThrow(() ->
            Problem.usage(
                    known.aliases().containsKey(alias)
                        ? workflow + " has no version before the one that " + alias + " names"
                        : workflow + " has no alias " + Printable.line(alias))
                .next(context.self() + " workflows " + workflow + " shows what there is")
                .stop());
  }

  private String only(Registered known, String prefix) {
    List<String> fitting = known.beginning(prefix);
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw Problem.usage(
            fitting.isEmpty()
                ? workflow + " has no version " + Printable.line(prefix)
                : fitting.size() + " versions of " + workflow + " begin with " + prefix)
        .next(context.self() + " workflows " + workflow + " shows what there is")
        .stop();
  }
}
