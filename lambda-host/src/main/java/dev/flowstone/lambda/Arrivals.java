package dev.flowstone.lambda;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.lambda.wake.Wakes;
import dev.flowstone.lambda.watch.Watching;
import java.util.List;

/// Lets the wakes know, beside whoever watches, what an execution waited for when it was taken on.
record Arrivals(Watching watching, Wakes wakes) implements Observer {

  @Override
  public void created(Meta meta) {
    watching.created(meta);
  }

  @Override
  public void unreadable(Meta meta) {
    watching.unreadable(meta);
  }

  @Override
  public void arrived(String name, Program program, State state) {
    state.timers().stream().findFirst().ifPresent(timer -> wakes.arrived(name, timer.due()));
    watching.arrived(name, program, state);
  }

  @Override
  public void progressed(String name, List<HistoryEntry> history, State state) {
    watching.progressed(name, history, state);
  }

  @Override
  public void ending(String name, State state) {
    watching.ending(name, state);
  }

  @Override
  public boolean due(String name) {
    wakes.now(name);
    return true;
  }

  @Override
  public Attempt attempting(StepContext.Identity attempt, String handler) {
    return watching.attempting(attempt, handler);
  }

  @Override
  public void departed(String name, Departure departure) {
    watching.departed(name, departure);
  }
}
