package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Duration;

/// What a lane of the oracle is blocked on.
interface Blocked {
  /// Takes an event, if it is one that this waits for; tells whether it did.
  boolean take(Event event);

  /// A new host: what was being performed may have been lost.
  void changeHost(Event.Activated activated);

  /// The lane is to stop, as soon as it can.
  void stop(Stop stop);

  /// The execution has rested for so long after a branch had failed, and goes on where it stood.
  default void comeBack(Duration rest) {}

  /// Whether it waits for nothing but other lanes.
  default boolean waitsForLanes() {
    return false;
  }

  /// Whether it can go on in another version of the workflow.
  default Fitting.Verdict movable() {
    return Fitting.Verdict.UNSURE;
  }

  /// Adds what is to be performed and what is waited for.
  void show(Outlook outlook);
}
