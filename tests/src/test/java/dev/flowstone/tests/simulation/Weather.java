package dev.flowstone.tests.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Which faults strike a run, how often and when; after so many of them it is calm, so that every
/// execution can come to its end.
final class Weather {
  /// The `number`th time that a fault of this kind could strike an execution. Those that were done
  /// on purpose have no number.
  record Fault(FaultKind kind, String execution, int number) {
    @Override
    public String toString() {
      return kind + ":" + execution + ":" + number;
    }

    static Fault read(String text) {
      String[] parts = text.split(":", 3);
      return new Fault(FaultKind.valueOf(parts[0]), parts[1], Integer.parseInt(parts[2]));
    }
  }

  private record Asked(FaultKind kind, String execution) {}

  /// One fault that struck: when, and how long the journal of its execution was then, and those of
  /// its parents.
  record Strike(Fault fault, Instant when, Map<String, Long> journals) {
    FaultKind kind() {
      return fault.kind();
    }

    boolean planned() {
      return fault.number() > 0;
    }
  }

  private final Draw draw;
  private final Optional<Set<Fault>> plan;
  private final Map<FaultKind, Double> shares = new EnumMap<>(FaultKind.class);
  private final Map<Asked, Integer> asked = new HashMap<>();
  private final List<Strike> strikes = new ArrayList<>();
  private int left;

  /// As it is drawn, or those of a plan and no others. Every tenth run is without faults, the
  /// others have some kinds of them, rarely or often.
  Weather(Draw draw, Optional<Set<Fault>> plan) {
    this.draw = draw;
    this.plan = plan;
    this.left = draw.chance(10) ? 0 : draw.between(1, 20);
    double severity = draw.any(0.01, 0.05, 0.15);
    for (FaultKind kind : FaultKind.values()) {
      shares.put(kind, draw.chance(60) ? severity * share(kind) : 0);
    }
  }

  private static double share(FaultKind kind) {
    return switch (kind) {
      case FROZEN_HOST, CLOCK_JUMP, HANDOVER -> 0.4;
      case DUPLICATE_MESSAGE, CRASH_BEFORE_MESSAGE, CRASH_AFTER_MESSAGE -> 4;
      case LATE_WAKE, STALE_INDEX -> 2;
      case TORN_TRIM -> 40; // trims are rare
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
      case CANCEL, TERMINATE, REDRIVE, PAUSE, MOVE, TRIM -> 0; // drawn by whoever sends them
    };
  }

  /// Whether a fault strikes now.
  boolean strikes(
      FaultKind kind, String execution, Instant now, Supplier<Map<String, Long>> journals) {
    int number = asked.merge(new Asked(kind, execution), 1, Integer::sum);
    Fault fault = new Fault(kind, execution, number);
    boolean struck = plan.map(faults -> faults.contains(fault)).orElseGet(() -> drawn(kind));
    if (struck) {
      strikes.add(new Strike(fault, now, journals.get()));
    }
    return struck;
  }

  private boolean drawn(FaultKind kind) {
    if (left == 0 || !draw.chance(shares.getOrDefault(kind, 0.0))) {
      return false;
    }
    left--;
    return true;
  }

  /// Something that was done on purpose.
  void note(FaultKind kind, String execution, Instant now, Map<String, Long> journals) {
    strikes.add(new Strike(new Fault(kind, execution, 0), now, journals));
  }

  List<Strike> strikes() {
    return strikes;
  }
}
