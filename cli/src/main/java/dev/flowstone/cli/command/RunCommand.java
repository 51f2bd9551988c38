package dev.flowstone.cli.command;

import dev.flowstone.cli.source.CalledWorkflows;
import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.workspace.HandlerPath;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.cli.workspace.StoreFolder;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow run`: starts an execution and runs it until it ends or has to wait.
@Command(
    name = "run",
    description = {
      "Starts a workflow and runs it until it ends, or waits for something that is not due soon."
          + " It is then parked: no process is needed while it waits, and the command says how to"
          + " go on.",
      "",
      "Everything that was done is in the store before the next step begins: a process that dies"
          + " loses nothing, and flow resume goes on. To run a name again with the same workflow"
          + " and input goes on with the execution that exists."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow run order_processing.flow --input @order.json",
      "  flow run order_processing.flow --name order-4711 --input @order.json --json",
      "  flow run greeting.flow --input '{\"name\": \"Ada\"}' --signal approval='{\"approved\":"
          + " true}'",
      "  flow run billing.flow --handlers target/classes:lib/billing.jar"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:The execution succeeded, or is parked.",
      "1:The execution ended otherwise.",
      "2:The command line, the workflow or the input is wrong; nothing was started.",
      "3:The store could not be used, or flow has a bug.",
      "130:Stopped by ctrl-C; the execution can be resumed."
    })
final class RunCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "A workflow file, in text or YAML.")
  private String file = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the execution is called (default: the workflow and a few random letters).")
  private @Nullable String name;

  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "The input: JSON, @file, or - for standard input.")
  private @Nullable String input;

  @Option(
      names = "--signal",
      paramLabel = "NAME=JSON",
      description = "A signal that is there from the beginning; may be given several times.")
  private List<String> signals = List.of();

  @Option(
      names = "--callback-url",
      paramLabel = "BASE",
      description =
          "What callback.url begins with in the workflow (default: it is the bare token).")
  private String callbackBase = "";

  @Mixin private HostOptions host = new HostOptions();

  RunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.onThisMachine(
        "flow run runs here; for a deployed host: flow deploy " + file + ", then flow start");
    Output output = context.output(host.json);
    Path path = new SourceFiles(context.shell()).workflow(file);
    WorkflowSource source = WorkflowSource.checked(new WorkflowReader(context.shell()).file(path));
    complain(source, output);
    if (source.program().isEmpty()) {
      return ExitCode.USAGE;
    }
    Program program = source.program().get();
    String chosen =
        name == null ? ExecutionName.random(program.workflow()) : ExecutionName.checked(name);
    Value given = input == null ? Value.Null.NULL : context.jsonArgument().read("--input", input);
    Map<String, Value> early = signals();
    if (Inputs.accept(program, given) instanceof Inputs.Checked.Rejected rejected) {
      throw misfit(program, rejected).stop();
    }
    early.forEach((signal, payload) ->
        Machine.refusal(program, new Message.Signal(signal, payload))
            .ifPresent(refusal -> {
              throw Problem.usage("--signal " + signal + ": " + Printable.line(refusal.message()))
                  .stop();
            }));
    StoreFolder folder = context.store();
    Handlers handlers = context.handlers(folder, HandlerPath.ofProject(path).stream().toList());
    HandlerNames.missing(program, handlers, ExitCode.USAGE)
        .ifPresent(problem -> {
          throw problem.stop();
        });
    List<WorkflowSource> called =
        CalledWorkflows.of(
            program, path, new SourceFiles(context.shell()), new WorkflowReader(context.shell()));
    called.forEach(each ->
        HandlerNames.missing(each.program().orElseThrow(), handlers, ExitCode.USAGE)
            .ifPresent(problem -> {
              throw problem.stop();
            }));
    try (Hosting hosting =
        Hosting.open(context, folder, handlers, host, callbackBase, Optional.of(chosen))) {
      unknown(program, called, hosting.workspace());
      called.forEach(hosting.workspace()::install);
      String version = hosting.workspace().install(source);
      output.say(output.colors().bold(chosen) + "  " + program.workflow());
      return started(hosting, chosen, hosting.engine().start(chosen, version, given), early);
    }
  }

  /// A workflow that is called must be beside the file, or have been run from here before: like an
  /// unknown handler, it would be found out in the middle.
  private void unknown(Program program, List<WorkflowSource> called, Workspace workspace) {
    List<Program> programs = new ArrayList<>(List.of(program));
    called.forEach(each -> programs.add(each.program().orElseThrow()));
    Set<String> there =
        programs.stream().map(Program::workflow).collect(Collectors.toCollection(TreeSet::new));
    for (Program each : programs) {
      for (String name : CalledWorkflows.names(each)) {
        if (!there.contains(name) && workspace.live(name).isEmpty()) {
          Problem problem =
              Problem.usage(
                  "the workflow " + each.workflow() + " calls " + name + ", which is nowhere");
          throw Nearest.of(name, there)
              .map(near -> problem.next("did you mean " + near + "?"))
              .orElseGet(() -> problem.next("put its file beside " + file))
              .stop();
        }
      }
    }
  }

  /// Errors keep it from running; warnings are worth a look all the same.
  private static void complain(WorkflowSource source, Output output) {
    List<Diagnostic> worth =
        source.diagnostics().stream().filter(each -> each.severity() != Severity.INFO).toList();
    if (!worth.isEmpty()) {
      output.error(Findings.text(source.text(), worth, output.errorColors()).stripTrailing());
    }
  }

  private int started(Hosting hosting, String chosen, Start start, Map<String, Value> early) {
    return switch (start) {
      case Start.Refused(String reason) -> throw Problem.usage(reason).stop();
      case Start.Clash(var meta) ->
          throw Problem.usage(
                  "there is another execution "
                      + chosen
                      + ", of "
                      + meta.workflow()
                      + " version "
                      + meta.version().substring(0, 12)
                      + ", with another workflow or another input")
              .next("choose another --name, or look at it: " + context.self() + " status " + chosen)
              .stop();
      case Start.Existing _ -> {
        hosting.output().say("It exists already, with the same workflow and input.");
        yield hosting.describe(chosen).state().status().ended()
            ? hosting.conclude(chosen, Optional.of(new Departure.Waiting(Optional.empty())))
            : signalled(hosting, chosen, Optional.empty(), early);
      }
      case Start.Queued _ -> signalled(hosting, chosen, Optional.empty(), early);
      case Start.Begun(var _, CompletableFuture<Departure> departure) ->
          signalled(hosting, chosen, Optional.of(departure), early);
    };
  }

  private int signalled(
      Hosting hosting,
      String chosen,
      Optional<CompletableFuture<Departure>> running,
      Map<String, Value> early) {
    early.forEach((signal, payload) ->
        // The key lets the same command line, given twice, count once.
        Sent.accepted(
            context,
            hosting.engine(),
            hosting.engine().signal(chosen, signal, payload, Optional.of("run:" + signal))));
    return hosting.conclude(chosen, hosting.drive(chosen, running));
  }

  private Map<String, Value> signals() {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String signal : signals) {
      int equals = signal.indexOf('=');
      if (equals <= 0) {
        throw Problem.usage("--signal " + Printable.line(signal) + " is not NAME=JSON").stop();
      }
      String signalName = signal.substring(0, equals);
      Value payload =
          context.jsonArgument().read("--signal " + signalName, signal.substring(equals + 1));
      if (values.put(signalName, payload) != null) {
        throw Problem.usage("--signal " + Printable.line(signalName) + " is given twice").stop();
      }
    }
    return values;
  }

  private static Problem misfit(Program program, Inputs.Checked.Rejected rejected) {
    Problem problem = Problem.usage("the input is not what " + program.workflow() + " declares");
    for (var each : rejected.problems()) {
      problem = problem.detail(Printable.line(("input" + each.path() + " " + each.message())));
    }
    return problem.next("give it with --input JSON, --input @file or --input -");
  }
}
