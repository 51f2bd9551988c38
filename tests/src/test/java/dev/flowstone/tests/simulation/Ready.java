package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Stop;

/// A lane has something to run, as soon as it is its turn.
record Ready(Runnable what, Exit.Next next) implements Blocked {
  @Override
  public boolean take(Event event) {
    return false;
  }

  @Override
  public void changeHost(Event.Activated activated) {}

  @Override
  public void stop(Stop stop) {
    next.to(new Exit.Stopped(stop));
  }

  @Override
  public void show(Outlook outlook) {}
}
