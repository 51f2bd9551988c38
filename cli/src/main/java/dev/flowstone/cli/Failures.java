package dev.flowstone.cli;

import dev.flowstone.cli.command.Commands;
import dev.flowstone.cli.command.Context;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Stopped;
import dev.flowstone.cli.workspace.ErrorLog;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.interpreter.report.MalformedReport;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns whatever ends a command before its time into words and an exit code.
///
/// A user never sees a stack trace: that of a bug goes to a file, and the user is told which.
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final Pattern INVALID =
      Pattern.compile(
          "(?s)Invalid value for (?:option|positional parameter at index [^ ]+) '?(.+?)'?: (.*)");

  private final Context context;

  Failures(Context context) {
    this.context = context;
  }

  /// Runs a command line; what escapes even its own handlers is a bug as well.
  @SuppressWarnings("CatchingUnchecked") // an Error too must end in words
  static int guarded(Context context, Callable<Integer> commandLine) {
    try {
      return commandLine.call();
    } catch (OutOfMemoryError e) {
      return new Failures(context)
          .told(
              Problem.failure("out of memory")
                  .next("give the JVM more: JAVA_TOOL_OPTIONS=-Xmx4g flow ..."));
    } catch (Exception | Error e) {
      return new Failures(context).bug(e);
    }
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Problem problem =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched, command)
            : Problem.usage(Printable.line(words(e)));
    String name = command.getCommandSpec().qualifiedName();
    return told(problem.next(name + " --help tells what there is"));
  }

  /// As flow says it: without the words of the library that reads command lines.
  private static String words(ParameterException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec what = missing.getMissing().getFirst();
      return what instanceof OptionSpec option
          ? option.longestName() + " needs a value: " + what.paramLabel()
          : what.paramLabel() + " is missing";
    }
    Matcher invalid = INVALID.matcher(message);
    return invalid.matches()
        ? invalid
            .replaceFirst("$1: $2")
            .replaceFirst(" is not an? (int|long|double)$", " is no number")
        : message;
  }

  private static Problem unmatched(UnmatchedArgumentException e, CommandLine command) {
    String first = e.getUnmatched().getFirst();
    boolean isCommand = command.getParent() == null && !first.startsWith("-");
    Problem problem =
        Problem.usage(
            (isCommand
                    ? "there is no command "
                    : first.startsWith("-") ? "there is no option " : "one argument too many: ")
                + "'"
                + Printable.line(first)
                + "'");
    Collection<String> known =
        isCommand ? Commands.NAMES : command.getCommandSpec().optionsMap().keySet();
    return Nearest.hint(first, known).map(problem::next).orElse(problem);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return switch (e) {
      case Stopped stopped -> told(stopped.problem());
      case StoreUnavailable unavailable -> told(unavailable(unavailable));
      case MalformedReport malformed -> told(malformed(malformed));
      default -> bug(e);
    };
  }

  /// The store is a file that others may lock, fill the disk beside, or take the rights from.
  private static Problem unavailable(StoreUnavailable e) {
    String message = Printable.line(String.valueOf(e.getMessage()));
    if (message.contains("[SQLITE_CORRUPT]")) {
      return Problem.failure("the store's file is damaged: " + message)
          .next("put a copy of it back, or name another folder: --store DIR");
    }
    return Problem.failure(message)
        .next(
            "look at the disk and at the rights of the folder, then try again; what was accepted is"
                + " in the store's file as long as that is whole");
  }

  private static Problem malformed(MalformedReport e) {
    return Problem.failure(
            "the host answered what this flow does not understand: " + e.getMessage())
        .next("use the version of flow that the host has, or update the host");
  }

  private int told(Problem problem) {
    context.output(false).problem(problem);
    return problem.exitCode();
  }

  private int bug(Throwable bug) {
    Problem problem =
        Problem.failure(
            "this is a bug in flow: "
                + bug.getClass().getSimpleName()
                + (bug.getMessage() == null ? "" : ": " + Printable.line(bug.getMessage())));
    try {
      // A linter makes no store folder for it.
      Path folder = context.storeFolder();
      Path written = ErrorLog.write(Optional.of(folder).filter(Files::isDirectory), "flow", bug);
      problem = problem.next("the details are in " + context.shell().shown(written));
    } catch (IOException e) {
      problem = problem.next("the details could not be written down: " + IoText.of(e));
    }
    told(problem);
    return ExitCode.FAILURE;
  }
}
