package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What a test file may name of its workflow, and of those that it calls.
///
/// @param handlers with the names of all arguments that some call of them has
/// @param signals of the workflow itself
/// @param children the workflows that it calls or starts, itself or through others, with the names
///   of the arguments
/// @param whole whether each of those is known, so that there are no others
record SuiteNames(
    Map<String, Set<String>> handlers,
    Set<String> signals,
    Map<String, Set<String>> children,
    boolean whole) {

  static SuiteNames of(Program program, Function<String, Optional<Program>> others) {
    Set<String> signals = new HashSet<>(program.signals().keySet());
    program.code().stream()
        .filter(Instruction.Await.class::isInstance)
        .map(Instruction.Await.class::cast)
        .forEach(await -> signals.add(await.signal()));
    SuiteNames names = new SuiteNames(new TreeMap<>(), signals, new TreeMap<>(), true);
    Set<String> seen = new HashSet<>(Set.of(program.workflow()));
    Deque<Program> left = new ArrayDeque<>(Set.of(program));
    boolean whole = true;
    while (!left.isEmpty()) {
      names.add(left.remove());
      for (String child : names.children.keySet()) {
        if (seen.add(child)) {
          Optional<Program> found = others.apply(child);
          found.ifPresent(left::add);
          whole &= found.isPresent();
        }
      }
    }
    return new SuiteNames(names.handlers, signals, names.children, whole);
  }

  private void add(Program program) {
    for (HandlerCall call : program.calls()) {
      add(handlers, call.handler(), call.arguments().keySet());
    }
    for (Instruction instruction : program.code()) {
      if (instruction instanceof Instruction.CallWorkflow call) {
        add(children, call.workflow(), call.arguments().keySet());
      } else if (instruction instanceof Instruction.StartWorkflow start) {
        add(children, start.workflow(), start.arguments().keySet());
      }
    }
  }

  private static void add(Map<String, Set<String>> all, String name, Set<String> arguments) {
    all.computeIfAbsent(name, _ -> new TreeSet<>()).addAll(arguments);
  }
}
