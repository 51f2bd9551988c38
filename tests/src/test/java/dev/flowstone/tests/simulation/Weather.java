package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Which faults strike a run, how often and when; after so many of them it is calm, so that every
/// execution can come to its end.
final class Weather {
  /// One fault that struck: the length that the journal had then.
  record Strike(FaultKind kind, long at) {}

  private final Draw draw;
  private final Map<FaultKind, Double> shares = new EnumMap<>(FaultKind.class);
  private final List<Strike> strikes = new ArrayList<>();
  private int left;

  private Weather(Draw draw, int left) {
    this.draw = draw;
    this.left = left;
  }

  /// Every tenth run is without faults, the others have some kinds of them, rarely or often.
  static Weather of(Draw draw) {
    boolean calm = draw.chance(10);
    Weather weather = new Weather(draw, calm ? 0 : draw.between(1, 20));
    double severity = draw.any(0.01, 0.05, 0.15);
    for (FaultKind kind : FaultKind.values()) {
      weather.shares.put(kind, draw.chance(60) ? severity * share(kind) : 0);
    }
    return weather;
  }

  private static double share(FaultKind kind) {
    return switch (kind) {
      case FROZEN_HOST, CLOCK_JUMP, HANDOVER -> 0.4;
      case DUPLICATE_MESSAGE, CRASH_BEFORE_MESSAGE, CRASH_AFTER_MESSAGE -> 4;
      case LATE_WAKE, STALE_INDEX -> 2;
      case CRASH_BEFORE_STORE,
          CRASH_AFTER_STORE,
          CRASH_BEFORE_HANDLER,
          CRASH_DURING_HANDLER,
          CRASH_AFTER_HANDLER,
          THROTTLE,
          LOST_REPLY,
          LATE_WRITE,
          SLOW_HANDLER ->
          1;
      case CANCEL, TERMINATE, REDRIVE -> 0; // drawn by whoever sends them
    };
  }

  /// Whether a fault strikes now.
  boolean strikes(FaultKind kind, long journal) {
    if (left == 0 || !draw.chance(shares.getOrDefault(kind, 0.0))) {
      return false;
    }
    left--;
    strikes.add(new Strike(kind, journal));
    return true;
  }

  /// Something that was done on purpose.
  void note(FaultKind kind, long journal) {
    strikes.add(new Strike(kind, journal));
  }

  List<Strike> strikes() {
    return strikes;
  }
}
