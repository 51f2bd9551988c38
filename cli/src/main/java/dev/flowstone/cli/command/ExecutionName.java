package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.machine.State;
import java.security.SecureRandom;

/// What executions may be called: words that need no quotes in a shell.
final class ExecutionName {
  private static final int LONGEST = State.NAME_LENGTH;
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int RANDOM_LETTERS = 6;

  private ExecutionName() {}

  /// `<workflow>-<six letters>`.
  static String random(String workflow) {
    SecureRandom random = new SecureRandom();
    StringBuilder name =
        new StringBuilder(workflow.substring(0, Math.min(workflow.length(), LONGEST - 10)))
            .append('-');
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return name.toString();
  }

  static String checked(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:@/-]*") || name.length() > LONGEST) {
      throw Problem.usage(
              "'"
                  + Printable.line(name)
                  + "' is no name for an execution: 1 to "
                  + LONGEST
                  + " letters, digits and . _ : @ / -, a letter or digit first")
          .stop();
    }
    return name;
  }
}
