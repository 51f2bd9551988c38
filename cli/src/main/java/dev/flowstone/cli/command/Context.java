package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.JsonArgument;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Shell;
import java.nio.file.Path;

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

  JsonArgument jsonArgument() {
    return new JsonArgument(shell);
  }
}
