package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Resumption;

/// Going on with an execution that exists.
final class Going {

  private Going() {}

  /// Runs what is due of it, where its handlers are at hand, and answers the exit code.
  static int on(Hosting hosting, String name) {
    Description description = hosting.describe(name);
    if (!description.state().status().ended() || !description.meta().pending().isEmpty()) {
      HandlerNames.missing(description.program(), hosting.handlers(), ExitCode.FAILURE)
          .ifPresent(problem -> {
            throw problem.stop();
          });
    }
    if (description.parked()
        && hosting.engine().resumeAnyway(name) instanceof Resumption.Running(var departure)) {
      return hosting.conclude(name, hosting.drive(name, java.util.Optional.of(departure)));
    }
    return hosting.conclude(name, hosting.drive(name));
  }
}
