package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.JsonArgument;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
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
    return StoreFolder.of(shell, storeFolder());
  }

  /// How the user calls `flow` for this store, for command lines that are shown.
  String self() {
    return options.store == null ? shell.command() : shell.command() + " --store " + options.store;
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
