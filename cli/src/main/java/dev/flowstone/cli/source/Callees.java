package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Stopped;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The workflows that calls are held against where nothing is run: those of the files that are
/// checked together, and those beside the file that calls.
///
/// A host may have more of them, or others: what is told is a warning.
final class Callees {
  /// The same code as that of a host, which has the last word.
  static final String UNKNOWN_WORKFLOW = "FH003";

  private static final String ARGUMENTS = "FH004";

  private final SourceFiles files;
  private final WorkflowReader reader;
  private final Map<String, Inputs> together = new HashMap<>();
  private final Map<Path, Map<String, Inputs>> folders = new HashMap<>();

  Callees(SourceFiles files, WorkflowReader reader) {
    this.files = files;
    this.reader = reader;
  }

  /// A workflow by its name, and what it takes; that is unknown of one with errors.
  record Callee(String workflow, Inputs inputs) {

    static Optional<Callee> of(WorkflowSource source) {
      return source.tree().map(tree -> new Callee(tree.name().text(), Inputs.of(source.program())));
    }
  }

  /// The names that a workflow takes, and those of them that have to be given.
  record Inputs(Optional<Set<String>> taken, Set<String> needed) {

    static Inputs of(Optional<Program> program) {
      Set<String> needed = new LinkedHashSet<>();
      program.ifPresent(it ->
          it.input()
              .fields()
              .forEach((name, field) -> {
                if (!field.optional() && !it.defaults().containsKey(name)) {
                  needed.add(name);
                }
              }));
      return new Inputs(program.map(it -> it.input().fields().keySet()), needed);
    }
  }

  void add(Callee callee) {
    together.putIfAbsent(callee.workflow(), callee.inputs());
  }

  /// What is to be said of the calls that a file makes; `places` are those of its calls.
  List<Diagnostic> check(Path file, List<Program.Called> calls, Map<String, Span> places) {
    List<Diagnostic> told = new ArrayList<>();
    for (Program.Called call : calls) {
      Span place = places.getOrDefault(call.id(), Span.NONE);
      Inputs inputs = together.get(call.workflow());
      Map<String, Inputs> near = inputs == null ? beside(file) : Map.of();
      inputs = inputs == null ? near.get(call.workflow()) : inputs;
      if (inputs == null) {
        told.add(unknown(call.workflow(), near.keySet(), place));
      } else {
        told.addAll(misfits(call, inputs, place));
      }
    }
    return told;
  }

  private Diagnostic unknown(String workflow, Set<String> near, Span place) {
    Set<String> known = new TreeSet<>(together.keySet());
    known.addAll(near);
    Diagnostic unknown =
        Diagnostic.warning(
            UNKNOWN_WORKFLOW, "there is no workflow '" + workflow + "' in these files", place);
    return hinted(unknown, Nearest.hint(workflow, known));
  }

  private static List<Diagnostic> misfits(Program.Called call, Inputs inputs, Span place) {
    List<Diagnostic> misfits = new ArrayList<>();
    Collection<String> taken = inputs.taken().orElse(call.arguments());
    for (String argument : call.arguments()) {
      if (!taken.contains(argument)) {
        String message = "the workflow '%s' has no input '%s'".formatted(call.workflow(), argument);
        misfits.add(
            hinted(Diagnostic.warning(ARGUMENTS, message, place), Nearest.hint(argument, taken)));
      }
    }
    for (String needed : inputs.needed()) {
      if (!call.arguments().contains(needed)) {
        String message =
            "the workflow '%s' needs the input '%s'".formatted(call.workflow(), needed);
        misfits.add(Diagnostic.warning(ARGUMENTS, message, place));
      }
    }
    return misfits;
  }

  private static Diagnostic hinted(Diagnostic diagnostic, Optional<String> hint) {
    return hint.map(diagnostic::hint).orElse(diagnostic);
  }

  private Map<String, Inputs> beside(Path file) {
    return folders.computeIfAbsent(file.toAbsolutePath().resolveSibling("."), this::inFolder);
  }

  private Map<String, Inputs> inFolder(Path folder) {
    Map<String, Inputs> found = new HashMap<>();
    for (Path each : files.workflows(List.of(folder.normalize().toString()))) {
      try {
        Callee.of(WorkflowSource.checked(reader.file(each)))
            .ifPresent(callee -> found.putIfAbsent(callee.workflow(), callee.inputs()));
      } catch (Stopped stopped) {
        // It is not what is checked.
      }
    }
    return found;
  }
}
