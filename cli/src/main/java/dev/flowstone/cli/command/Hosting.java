package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.HandlerLog;
import dev.flowstone.cli.execution.Progress;
import dev.flowstone.cli.execution.StatusText;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.cli.workspace.StoreFolder;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.report.Standing;
import dev.flowstone.interpreter.report.StatusDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// This process as a host of executions: runs them until they end, are parked, or the user stops
/// it, and tells how each stands then.
final class Hosting implements AutoCloseable {
  private final Context context;
  private final Output output;
  private final Handlers handlers;
  private final Workspace workspace;
  private final CtrlC ctrlC;

  private Hosting(Context context, Output output, Handlers handlers, Workspace workspace) {
    this.context = context;
    this.output = output;
    this.handlers = handlers;
    this.workspace = workspace;
    this.ctrlC = new CtrlC(output, workspace.engine()::close);
  }

  /// `main` is the execution whose progress is told without its name.
  static Hosting open(
      Context context,
      StoreFolder folder,
      Handlers handlers,
      HostOptions options,
      String callbackBase,
      Optional<String> main) {
    Output output = context.output(options.json);
    Keeping keeping = Keeping.of(context.shell().environment());
    Settings settings =
        Settings.standardBut(draft -> {
          draft.history = keeping.history().orElse(draft.history);
          draft.retention = keeping.retention();
          draft.inPlace = options.parkAfter();
          draft.callbackBase = callbackBase;
        });
    Workspace workspace =
        Workspace.open(
            folder,
            new Workspace.Equipment(
                handlers.registry(),
                context.clock(),
                settings,
                new Progress(output, main),
                new HandlerLog(output)));
    return new Hosting(context, output, handlers, workspace);
  }

  /// With the handlers that the store remembers, for an execution that exists.
  static Hosting open(Context context, HostOptions options, Optional<String> main) {
    StoreFolder folder = context.existing();
    Handlers handlers = context.handlers(folder, List.of());
    return open(context, folder, handlers, options, "", main);
  }

  Engine engine() {
    return workspace.engine();
  }

  Workspace workspace() {
    return workspace;
  }

  Output output() {
    return output;
  }

  Handlers handlers() {
    return handlers;
  }

  boolean interrupted() {
    return ctrlC.pressed();
  }

  Description describe(String name) {
    return Executions.describe(context, workspace.engine(), name);
  }

  /// Goes on with an execution as long as there is something to do; empty where another process
  /// does.
  Optional<Departure> drive(String name) {
    return drive(name, Optional.empty());
  }

  /// The same for one that runs here already. Its children go on with it, and where it ends, so
  /// does its parent.
  Optional<Departure> drive(String name, Optional<CompletableFuture<Departure>> running) {
    Optional<Departure> last = alone(name, running);
    engine()
        .describe(name)
        .filter(one -> one.state().status().ended())
        .flatMap(one -> one.state().identity().parent())
        .ifPresent(parent -> {
          if (engine().resume(parent.name()) instanceof Resumption.Running(var departure)) {
            var _ = drive(parent.name(), Optional.of(departure));
          }
        });
    return last;
  }

  private Optional<Departure> alone(String name, Optional<CompletableFuture<Departure>> running) {
    Optional<Departure> last = running.map(Hosting::awaited);
    while (last.isEmpty() || last.get() instanceof Departure.Waiting) {
      // A message may have come in while it was being let go of: only the store knows.
      switch (engine().resume(name)) {
        case Resumption.Running(CompletableFuture<Departure> departure) ->
            last = Optional.of(awaited(departure));
        case Resumption.NotDue _ when childrenWentOn(name) -> {}
        case Resumption.NotDue _, Resumption.Ended _ -> {
          return last.isPresent() ? last : Optional.of(new Departure.Waiting(Optional.empty()));
        }
        case Resumption.Busy _ -> {
          return Optional.empty();
        }
        case Resumption.Missing() -> throw Executions.missing(context, engine(), name).stop();
        case Resumption.Refused(String reason) ->
            throw Problem.failure(Printable.line(name) + " cannot go on here: " + reason).stop();
      }
    }
    return last;
  }

  /// Goes on with the executions that one waits for, as far as there is something to do.
  private boolean childrenWentOn(String name) {
    List<CompletableFuture<Departure>> running = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      Optional<Description> parent = engine().describe(open.remove());
      for (Waiting what : parent.map(Description::waitingFor).orElse(List.of())) {
        if (what instanceof Waiting.Child child) {
          open.add(child.child());
          if (engine().resume(child.child()) instanceof Resumption.Running(var departure)) {
            running.add(departure);
          }
        }
      }
    }
    running.forEach(Hosting::awaited);
    return !running.isEmpty();
  }

  private static Departure awaited(CompletableFuture<Departure> departure) {
    try {
      return departure.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Departure.Abandoned();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Tells how an execution stands, after `departure`, and answers the exit code for it.
  int conclude(String name, Optional<Departure> departure) {
    return conclude(name, departure, Status.SUCCEEDED);
  }

  /// The same where to end as `wanted` is as good as to succeed.
  int conclude(String name, Optional<Departure> departure, Status wanted) {
    Description description = describe(name);
    tell(name, departure);
    if (output.json()) {
      output.document(StatusDocument.of(description, workspace.programs()));
    } else {
      words(description);
    }
    return exitCode(description.state().status(), departure, wanted);
  }

  private void tell(String name, Optional<Departure> departure) {
    String shown = Printable.line(name);
    if (departure.isEmpty()) {
      output.say("Another process is at " + shown + " and goes on with it.");
      return;
    }
    switch (departure.get()) {
      case Departure.Fenced() -> output.say("Another process has taken " + shown + " over.");
      case Departure.StoreLost() ->
          output.problem(
              Problem.failure("the store did not answer; nothing that was acknowledged is lost"));
      case Departure.Broken(String message) ->
          output.problem(
              Problem.failure(
                      "this is a bug in flow: "
                          + shown
                          + " cannot go on: "
                          + Printable.line(message))
                  .next("the details are in " + context.store().shown() + "/errors.log"));
      case Departure.Ended _,
          Departure.Waiting _,
          Departure.Stopped _,
          Departure.Abandoned _,
          Departure.Parked _ -> {}
    }
  }

  private void words(Description description) {
    StatusText text = context.statusText(output);
    output.say("");
    output.say(
        output.colors().bold(Printable.line(description.state().name()))
            + "  "
            + text.status(description.state().status()));
    text.outcome(Standing.of(description, workspace.programs())).forEach(output::say);
  }

  private int exitCode(Status status, Optional<Departure> departure, Status wanted) {
    if (ctrlC.pressed()) {
      return ExitCode.INTERRUPTED;
    }
    boolean broken =
        departure
            .filter(d -> d instanceof Departure.StoreLost || d instanceof Departure.Broken)
            .isPresent();
    if (broken) {
      return ExitCode.FAILURE;
    }
    boolean good = !status.ended() || status == Status.SUCCEEDED || status == wanted;
    return good ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }

  @Override
  public void close() {
    workspace.close();
    handlers.close();
    ctrlC.close();
  }
}
