package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.MalformedReport;
import dev.flowstone.interpreter.report.Reading;
import java.util.List;
import java.util.Optional;

/// What a host answers: a status with the meaning that HTTP gives it, and a document.
public record HostAnswer(int status, Value.Fields body) {

  private static final int FIRST_REFUSAL = 400;
  private static final int UNPROCESSABLE = 422;
  private static final int NOT_FOUND = 404;

  public boolean good() {
    return status < FIRST_REFUSAL;
  }

  public boolean notFound() {
    return status == NOT_FOUND && error().isPresent();
  }

  /// What a gate says against a source that it does not take.
  public Optional<List<Reading>> findings() {
    return status == UNPROCESSABLE
        ? error()
            .filter(error -> error.fields().get("diagnostics").isPresent())
            .map(error -> error.objects("diagnostics"))
        : Optional.empty();
  }

  /// The refusal in words; the host's own advice comes with it.
  Problem problem(String host) {
    Optional<Reading> error = error();
    if (error.isEmpty() && status >= 500) {
      return Problem.failure(host + " answered with status " + status + " and said no more")
          .next("the host failed, or what stands in front of it: look at the function's log");
    }
    if (error.isEmpty()) {
      return Problem.failure(
              host + " answered with status " + status + ", and is no Flowstone host")
          .next("check the name or the address of the host");
    }
    String message = Printable.line(error.get().text("message"));
    Problem problem =
        new Problem(exitCode(error.get().text("code")), message, List.of(), List.of());
    return error
        .get()
        .optionalText("next")
        .map(next -> problem.next(Printable.line(next)))
        .orElse(problem);
  }

  private Optional<Reading> error() {
    try {
      return new Reading(body)
          .optionalObject("error")
          .filter(error -> !error.text("code").isEmpty() && !error.text("message").isEmpty());
    } catch (MalformedReport e) {
      return Optional.empty();
    }
  }

  private static int exitCode(String code) {
    return switch (code) {
      case "NotFound", "BadRequest", "Conflict", "Refused" -> ExitCode.USAGE;
      default -> ExitCode.FAILURE;
    };
  }
}
