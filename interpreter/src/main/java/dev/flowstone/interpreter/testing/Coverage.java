package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Passage;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// How often each way through the programs of tests was taken: in how many turns of the machine.
public final class Coverage {

  /// By the program itself: it is large to compare, and read once.
  private final IdentityHashMap<Program, Map<Passage, Integer>> taken = new IdentityHashMap<>();

  void add(Program program, Set<Passage> passages) {
    if (!passages.isEmpty()) {
      Map<Passage, Integer> counts = taken.computeIfAbsent(program, _ -> new HashMap<>());
      passages.forEach(passage -> counts.merge(passage, 1, Integer::sum));
    }
  }

  /// How often execution went from one instruction to another.
  public int count(Program program, int from, int to) {
    return taken.getOrDefault(program, Map.of()).getOrDefault(new Passage(from, to), 0);
  }

  /// How often an instruction was begun.
  public int count(Program program, int instruction) {
    return count(program, instruction, instruction);
  }
}
