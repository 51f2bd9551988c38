package dev.flowstone.tests.simulation;

/// What the simulated world does to an execution.
enum FaultKind {
  CRASH_BEFORE_STORE,
  CRASH_AFTER_STORE,
  CRASH_BEFORE_HANDLER,
  CRASH_DURING_HANDLER,
  CRASH_AFTER_HANDLER,
  CRASH_BEFORE_MESSAGE,
  CRASH_AFTER_MESSAGE,
  THROTTLE,
  LOST_REPLY,
  LATE_WRITE,
  STALE_INDEX,
  DUPLICATE_MESSAGE,
  FROZEN_HOST,
  CLOCK_JUMP,
  SLOW_HANDLER,
  HANDOVER,
  LATE_WAKE,
  CANCEL,
  TERMINATE,
  REDRIVE,
  PAUSE,
  MOVE,
  TRIM,
  TORN_TRIM;

  boolean isCrash() {
    return switch (this) {
      case CRASH_BEFORE_STORE,
          CRASH_AFTER_STORE,
          CRASH_BEFORE_HANDLER,
          CRASH_DURING_HANDLER,
          CRASH_AFTER_HANDLER,
          CRASH_BEFORE_MESSAGE,
          CRASH_AFTER_MESSAGE,
          TORN_TRIM ->
          true;
      case THROTTLE,
          LOST_REPLY,
          LATE_WRITE,
          STALE_INDEX,
          DUPLICATE_MESSAGE,
          FROZEN_HOST,
          CLOCK_JUMP,
          SLOW_HANDLER,
          HANDOVER,
          LATE_WAKE,
          CANCEL,
          TERMINATE,
          REDRIVE,
          PAUSE,
          MOVE,
          TRIM ->
          false;
    };
  }
}
