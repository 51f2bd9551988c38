package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.GoingOn;
import dev.flowstone.cli.execution.StatusText;
import dev.flowstone.cli.remote.AwsSettings;
import dev.flowstone.cli.remote.Target;
import dev.flowstone.cli.terminal.JsonArgument;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.cli.workspace.Catalogs;
import dev.flowstone.cli.workspace.HandlerPath;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.cli.workspace.StoreFolder;
import dev.flowstone.cli.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// What every command is made with: the shell that it was started in, and the options that all
/// commands share.
public record Context(Shell shell, GlobalOptions options) {

  /// The words of a command; with `json`, its document.
  public Output output(boolean json) {
    return new Output(shell, options.color, json);
  }

  /// Where executions are kept.
  public Path storeFolder() {
    return options.store == null
        ? shell.folder().resolve(".flowstone")
        : shell.resolve(options.store);
  }

  StoreFolder store() {
    StoreFolder folder = StoreFolder.of(shell, storeFolder());
    if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
      throw Problem.usage("--store: " + folder.shown() + " is a file, and no folder").stop();
    }
    return folder;
  }

  /// How the user calls `flow` for this store or host, for command lines that are shown.
  String self() {
    return shell.command()
        + (options.store == null ? hosts().again() : " --store " + options.store);
  }

  private Hosts hosts() {
    return new Hosts(options, shell.environment());
  }

  /// Where the executions are.
  Reach reach() {
    Optional<Target> target = hosts().target();
    return target.isEmpty() ? new LocalReach(this) : remote(target.get());
  }

  /// The deployed host that a command is for.
  RemoteReach remote() {
    return remote(
        hosts()
            .target()
            .orElseThrow(() ->
                Problem.usage("this is for a deployed host, and none is named")
                    .next(
                        "name it: --function NAME or --url URL, or FLOWSTONE_FUNCTION or FLOWSTONE_URL in the"
                            + " environment")
                    .stop()));
  }

  private RemoteReach remote(Target target) {
    if (options.now != null) {
      throw Problem.usage("--now is for executions on this machine").stop();
    }
    return new RemoteReach(this, target, hosts().settings());
  }

  /// Ends a command that has no sense for the deployed host that is named.
  void onThisMachine(String why) {
    if (hosts().target().isPresent()) {
      throw Problem.usage(why)
          .next("for executions on this machine, name their folder: --store DIR")
          .stop();
    }
  }

  AwsSettings awsSettings() {
    return hosts().settings();
  }

  GoingOn goingOn() {
    return new GoingOn(self(), hosts().target().isPresent());
  }

  /// How executions stand, in the colours of an output.
  StatusText statusText(Output output) {
    return new StatusText(output.colors(), clock().instant(), goingOn());
  }

  JsonArgument jsonArgument() {
    return new JsonArgument(shell);
  }

  InstantSource clock() {
    InstantSource real = InstantSource.system();
    return options.now == null ? real : options.now.clock(real);
  }

  /// The store for a command that reads, or sends something; there has to be one.
  Workspace reading() {
    return Workspace.open(existing(), Workspace.Equipment.forReading(clock()));
  }

  /// The store, which has to be there: a command about an execution makes none.
  StoreFolder existing() {
    StoreFolder folder = store();
    if (!folder.exists()) {
      throw Problem.usage("there are no executions in " + folder.shown())
          .next(
              "start one with " + shell.command() + " run FILE, or name their folder: --store DIR")
          .stop();
    }
    return folder;
  }

  /// What workflow files are held against where they are not run.
  Catalogs catalogs() {
    return Catalogs.of(shell, HandlerPath.described(shell, options.handlers));
  }

  /// The handlers of `--handlers`, of `found` where there are none, and those that the store
  /// remembers; remembered for the commands to come.
  Handlers handlers(StoreFolder folder, Collection<Path> found) {
    List<Path> given = HandlerPath.given(shell, options.handlers);
    LinkedHashSet<Path> all = new LinkedHashSet<>(given.isEmpty() ? found : given);
    List<Path> remembered = folder.rememberedHandlers();
    remembered.stream().filter(Files::exists).forEach(all::add);
    List<Path> classPath = List.copyOf(all);
    if (!remembered.containsAll(classPath)) {
      folder.make();
      folder.rememberHandlers(classPath);
    }
    return Handlers.load(classPath);
  }
}
