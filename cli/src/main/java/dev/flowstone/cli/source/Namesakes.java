package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.program.ProgramHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Workflows by their names, and the files of one name that differ, of which nobody could tell
/// which is meant. Two spellings of the same, or two copies, count as one.
///
/// A file with errors is none: it has errors to be told first.
public final class Namesakes {
  private final Map<String, List<WorkflowSource>> byName = new LinkedHashMap<>();

  /// The others come after the first; a copy of one that is there is left out.
  public void add(WorkflowSource source) {
    source
        .program()
        .ifPresent(program -> {
          List<WorkflowSource> same =
              byName.computeIfAbsent(program.workflow(), _ -> new ArrayList<>());
          if (same.stream().noneMatch(other -> version(other).equals(version(source)))) {
            same.add(source);
          }
        });
  }

  /// The first of each name.
  public Map<String, WorkflowSource> first() {
    Map<String, WorkflowSource> first = new LinkedHashMap<>();
    byName.forEach((name, sources) -> first.put(name, sources.getFirst()));
    return first;
  }

  /// What is to be said where there is more than one of a name; `next` is what to do about it.
  public Optional<Problem> clash(String workflow, String next) {
    List<WorkflowSource> same = byName.getOrDefault(workflow, List.of());
    if (same.size() < 2) {
      return Optional.empty();
    }
    Problem problem = Problem.usage("two files hold the workflow " + workflow + ", and differ");
    for (WorkflowSource source : same) {
      problem = problem.detail(source.text().name());
    }
    return Optional.of(problem.next(next));
  }

  private static String version(WorkflowSource source) {
    return ProgramHash.of(source.program().orElseThrow());
  }
}
