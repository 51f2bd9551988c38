package dev.flowstone.cli.source;

import dev.flowstone.grammar.program.Program;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The workflows that a workflow calls or starts, and those that these call, as far as they stand
/// in files beside it.
public final class CalledWorkflows {

  private CalledWorkflows() {}

  /// Those beside a file, each once. Files with errors are none; two of one name that differ are a
  /// problem where they are called.
  public static List<WorkflowSource> of(
      Program program, Path file, SourceFiles files, WorkflowReader reader) {
    if (names(program).isEmpty()) {
      return List.of();
    }
    Namesakes namesakes = new Namesakes();
    Path folder = file.toAbsolutePath().getParent();
    for (Path each : files.workflows(List.of(String.valueOf(folder)))) {
      namesakes.add(WorkflowSource.checked(reader.file(each)));
    }
    Map<String, WorkflowSource> beside = namesakes.first();
    List<WorkflowSource> found = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(program.workflow()));
    Deque<Program> open = new ArrayDeque<>(List.of(program));
    while (!open.isEmpty()) {
      for (String name : names(open.pop())) {
        WorkflowSource source = beside.get(name);
        if (source != null && seen.add(name)) {
          namesakes
              .clash(name, "call one of them something else, or move it out of the folder")
              .ifPresent(problem -> {
                throw problem.stop();
              });
          found.add(source);
          open.add(source.program().orElseThrow());
        }
      }
    }
    return List.copyOf(found);
  }

  /// The workflows that a program names, in order.
  public static Set<String> names(Program program) {
    return program.called().stream()
        .map(Program.Called::workflow)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
