package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.machine.Status;
import java.util.Optional;

/// Going on with an execution that exists.
final class Going {

  private Going() {}

  /// Runs what is due of it, where its handlers are at hand, and answers the exit code; to end as
  /// `wanted` is as good as to succeed.
  static int on(Hosting hosting, String name, Status wanted) {
    Description description = hosting.describe(name);
    if (!description.state().status().ended() || !description.meta().pending().isEmpty()) {
      HandlerNames.missing(description.program(), hosting.handlers(), ExitCode.FAILURE)
          .ifPresent(problem -> {
            throw problem.stop();
          });
    }
    if (description.parked()
        && hosting.engine().resumeAnyway(name) instanceof Resumption.Running(var departure)) {
      return hosting.conclude(name, hosting.drive(name, Optional.of(departure)), wanted);
    }
    return hosting.conclude(name, hosting.drive(name), wanted);
  }
}
