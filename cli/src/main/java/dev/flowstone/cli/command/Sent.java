package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;

/// What became of a message to an execution.
final class Sent {

  private Sent() {}

  /// The name of the execution that has it for good now; whatever else became of it is a problem.
  static String accepted(Context context, Engine engine, Sending sending) {
    return switch (sending) {
      case Sending.Accepted(String name, boolean _) -> name;
      case Sending.Duplicate(String name) -> name;
      case Sending.Refused(String name, var _, String message) ->
          throw new Problem(
                  ExitCode.USAGE,
                  Printable.line(name) + " does not take it: " + Printable.line(message),
                  java.util.List.of(),
                  java.util.List.of(
                      context.self() + " status " + Printable.line(name) + " tells how it stands"))
              .stop();
      case Sending.Full(String name) ->
          throw Problem.failure(
                  "the inbox of " + Printable.line(name) + " is full; nothing was accepted")
              .next("let it run first: " + context.self() + " resume " + Printable.line(name))
              .stop();
      case Sending.Missing(String name) -> throw Executions.missing(context, engine, name).stop();
      case Sending.BadToken() ->
          throw Problem.usage("this is no callback token of an execution in this store")
              .next(context.self() + " status NAME shows the token of each wait")
              .stop();
      case Sending.Rejected(String reason) -> throw Problem.usage(Printable.line(reason)).stop();
    };
  }
}
