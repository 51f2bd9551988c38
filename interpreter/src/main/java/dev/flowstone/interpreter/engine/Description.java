package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Meta;
import java.util.List;

/// An execution as it stands in the store: its head, its program, and the state that its journal
/// gives.
public record Description(Meta meta, Program program, State state) {

  public List<Waiting> waitingFor() {
    return state.waitingFor(program);
  }

  /// Whether it rests, unfinished, since its hosts died too often: only being asked for moves it.
  public boolean parked() {
    return !state.status().ended()
        && meta.due().isEmpty()
        && meta.lease().isEmpty()
        && meta.tries() > 0;
  }
}
