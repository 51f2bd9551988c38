package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import java.util.random.RandomGenerator;

/// A bug planted into a world, at a seam that the product has.
interface Flaw {
  Flaw NONE = new Flaw() {};

  /// The store as the bug makes it.
  default ExecutionStore store(ExecutionStore sound) {
    return sound;
  }

  /// Where programs are looked up.
  default ProgramStore programs(ProgramStore sound) {
    return sound;
  }

  /// What a host draws its random numbers from.
  default RandomGenerator random(RandomGenerator sound) {
    return sound;
  }

  /// The program that the hosts run.
  default Program program(Program sound) {
    return sound;
  }
}
