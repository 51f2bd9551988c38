package dev.flowstone.interpreter.machine;

/// Where an execution stands, as operators see it.
public enum Status {
  /// Something is being done, or is due to be.
  RUNNING,
  /// It waits for a timer, a signal or a callback; nothing runs.
  WAITING,
  /// An operator has paused it: nothing new begins.
  PAUSED,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  CANCELLED,
  /// An operator ended it as it stood: what it had done was not undone.
  TERMINATED,
  /// An undo failed for good; `redrive` goes on.
  COMPENSATION_FAILED;

  public boolean ended() {
    return this != RUNNING && this != WAITING && this != PAUSED;
  }
}
