package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.grammar.program.Program;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The handlers that a program calls, and whether they are at hand.
final class HandlerNames {

  private HandlerNames() {}

  static Set<String> of(Program program) {
    Set<String> names = new TreeSet<>();
    program.calls().forEach(call -> names.add(call.handler()));
    return names;
  }

  /// Says which of them are missing and where they were looked for.
  static Optional<Problem> missing(Program program, Handlers handlers, int exitCode) {
    Set<String> missing = of(program);
    missing.removeIf(name -> handlers.registry().find(name).isPresent());
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    Problem problem =
        Problem.usage(
            "the workflow "
                + program.workflow()
                + " calls "
                + (missing.size() == 1 ? "a handler that is" : "handlers that are")
                + " nowhere to be found");
    for (String name : missing) {
      String near =
          handlers.registry().nearest(name).map(n -> ", did you mean " + n + "?").orElse("");
      problem = problem.detail(name + near);
    }
    problem = problem.detail("looked in: flow's own class path");
    for (Path entry : handlers.classPath()) {
      problem = problem.detail("           " + entry);
    }
    return Optional.of(
        new Problem(
            exitCode,
            problem.message(),
            problem.details(),
            java.util.List.of(
                "build the project that has them (mvn compile), or name it: --handlers"
                    + " CLASSPATH")));
  }
}
