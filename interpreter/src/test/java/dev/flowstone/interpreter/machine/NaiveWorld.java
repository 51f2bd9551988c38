package dev.flowstone.interpreter.machine;

import dev.flowstone.interpreter.machine.NaiveExit.Stopped;
import java.util.ArrayList;
import java.util.List;

/// What all naive fibers share: what has been attempted, and whether a cancel has come.
final class NaiveWorld {

  final World world;
  final List<String> attempts = new ArrayList<>();

  /// How many `finally` blocks are running: they are not disturbed.
  int shields;

  /// On the way to an end that nothing changes any more.
  boolean ending;

  int waits;
  private boolean cancelled;

  NaiveWorld(World world) {
    this.world = world;
  }

  boolean stopping() {
    return cancelled && shields == 0;
  }

  /// Something is waited for: this is where a cancel comes in. Tells whether it must stop.
  boolean stopped() {
    cancelled |= !ending && world.cancelled(attempts.size());
    return stopping();
  }

  void blocked() {
    if (stopped()) {
      throw new Stopped(List.of());
    }
  }

  World.Result attempt(String call, int number) {
    var result = world.result(call, number);
    attempts.add(call + "#" + number + " " + result);
    return result;
  }
}
