package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Stopped;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.cli.workspace.StoreFolder;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.handler.BoundHandler;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Standing;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.sqlite.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `flow doctor`: whether everything is there to run workflows, and what needs a hand.
@Command(
    name = "doctor",
    description = {
      "Looks at the Java, the store, the handlers and the unfinished executions, and says what to"
          + " do about what is wrong."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow doctor", "  flow doctor --handlers target/classes --json"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Nothing is wrong.",
      "1:Something needs a hand; it is told.",
      "2:The command line is wrong."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int LOOKED_AT = 1_000;

  private final Context context;
  private final List<String> troubles = new ArrayList<>();
  private final Document document = new Document();

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.onThisMachine("flow doctor looks at this machine");
    Output output = context.output(json);
    java(output);
    StoreFolder folder = context.store();
    Optional<Handlers> handlers = handlers(folder, output);
    if (folder.exists()) {
      store(folder, handlers, output);
    } else {
      output.say("store      " + folder.shown() + ": nothing was run here yet");
    }
    handlers.ifPresent(Handlers::close);
    if (json) {
      output.document(document.putTexts("troubles", troubles).value());
    } else {
      output.say("");
      troubles.forEach(trouble -> output.say(output.colors().yellow("! ") + trouble));
      if (troubles.isEmpty()) {
        output.say(output.colors().green("nothing is wrong"));
      }
    }
    return troubles.isEmpty() ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }

  private void java(Output output) {
    String home = System.getProperty("java.home", "?");
    document.put(
        "java", new Document().put("version", Runtime.version().toString()).put("home", home));
    output.say("java       " + Runtime.version() + " in " + home);
    if (Runtime.version().feature() < 25) {
      troubles.add("Java 25 or newer is needed: set JAVA_HOME");
    }
  }

  private Optional<Handlers> handlers(StoreFolder folder, Output output) {
    try {
      for (Path entry : folder.rememberedHandlers()) {
        if (!Files.exists(entry)) {
          troubles.add("handlers were found in " + entry + ", which is gone: build its project");
        }
      }
      Handlers handlers = context.handlers(folder, List.of());
      List<String> names = handlers.registry().all().stream().map(BoundHandler::name).toList();
      document.put(
          "handlers",
          new Document()
              .putTexts("names", names)
              .putTexts("class_path", handlers.classPath().stream().map(Path::toString).toList()));
      output.say("handlers   " + names.size() + ": " + String.join(", ", names));
      handlers.classPath().forEach(entry -> output.say("           from " + entry));
      return Optional.of(handlers);
    } catch (Stopped stopped) {
      troubled(stopped.problem());
      return Optional.empty();
    }
  }

  private void store(StoreFolder folder, Optional<Handlers> handlers, Output output) {
    try (Workspace workspace = context.reading()) {
      Health health = workspace.health();
      Document counts = new Document();
      health.executions().forEach(counts::put);
      document.put(
          "store",
          new Document()
              .put("folder", folder.path().toString())
              .put("format", health.format())
              .put("sqlite", health.sqlite())
              .put("bytes", health.bytes())
              .put("executions", counts));
      output.say(
          "store      "
              + folder.shown()
              + ", format "
              + health.format()
              + ", SQLite "
              + health.sqlite()
              + ", "
              + health.bytes() / 1024
              + " KiB, "
              + (health.damage().isEmpty() ? "sound" : output.colors().red("damaged")));
      health
          .damage()
          .forEach(line -> troubles.add("the store is damaged: " + Printable.line(line)));
      executions(workspace, handlers, output);
    } catch (Stopped stopped) {
      troubled(stopped.problem());
    } catch (StoreUnavailable e) {
      troubles.add(Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private void executions(Workspace workspace, Optional<Handlers> handlers, Output output) {
    Instant now = context.clock().instant();
    List<Document> unfinished = new ArrayList<>();
    List<Meta> looked = workspace.engine().list(Query.newest(LOOKED_AT)).executions();
    for (Meta meta : looked) {
      if (meta.endedAt().isPresent() && !meta.status().equals(Status.COMPENSATION_FAILED.name())) {
        continue;
      }
      Description description = Executions.describe(context, workspace.engine(), meta.name());
      boolean due = meta.due().filter(at -> !at.isAfter(now)).isPresent();
      String status = description.state().status().name();
      unfinished.add(new Document().put("name", meta.name()).put("status", status).put("due", due));
      output.say(
          "unfinished " + Printable.line(meta.name()) + "  " + status + (due ? "  due now" : ""));
      trouble(description, due, handlers);
    }
    document.put("unfinished", unfinished);
  }

  private void trouble(Description description, boolean due, Optional<Handlers> handlers) {
    String name = Printable.line(description.state().name());
    handlers
        .flatMap(at -> HandlerNames.missing(description.program(), at, ExitCode.USAGE))
        .ifPresent(problem ->
            troubles.add(
                name + " needs handlers that are not found: " + problem.details().getFirst()));
    boolean broken = description.state().status() == Status.COMPENSATION_FAILED;
    if (broken || due || description.parked()) {
      String what =
          broken ? "an undo of it failed" : due ? "it is due" : "its processes died too often";
      List<String> lines = context.goingOn().lines(Standing.of(description));
      String resume = context.self() + " resume " + name;
      troubles.add(
          name + ": " + what + ": " + (broken && !lines.isEmpty() ? lines.getFirst() : resume));
    }
  }

  private void troubled(Problem problem) {
    troubles.add(problem.message());
    problem.next().forEach(step -> troubles.add("  " + step));
  }
}
