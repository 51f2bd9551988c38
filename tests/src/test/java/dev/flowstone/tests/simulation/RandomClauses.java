package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.List;

/// Handlers and clauses at random.
final class RandomClauses {
  private final Draw draw;
  private final RandomExpressions exprs;

  RandomClauses(Draw draw, RandomExpressions exprs) {
    this.draw = draw;
    this.exprs = exprs;
  }

  /// What [Conduct] knows how such a handler behaves by its name.
  String handler() {
    return draw.any(
        "work.sure", "work.sure", "work.sure", "work.shaky", "work.bad", "work.slow", "work.mute");
  }

  String policy() {
    StringBuilder policy = new StringBuilder(draw.any("1", "2", "3", "5") + " attempts");
    if (draw.chance(70)) {
      policy.append(", backoff ").append(draw.any("1ms..1ms", "1s..10s", "10s..2m"));
    }
    if (draw.chance(20)) {
      policy.append(", factor ").append(draw.any("1", "1.5", "3"));
    }
    if (draw.chance(60)) {
      policy.append(", jitter ").append(draw.any("none", "full", "half"));
    }
    if (draw.chance(15)) {
      policy.append(", within ").append(draw.any("5s", "1m"));
    }
    if (draw.chance(25)) {
      policy.append(draw.any(", only [Shaky, HostLost]", ", except [Odd]", ", except [Shaky]"));
    }
    return policy.toString();
  }

  String retry() {
    return draw.chance(40) ? "retry steady" : "retry " + policy();
  }

  List<String> step(Sight sight, String name) {
    List<String> lines = new ArrayList<>();
    if (draw.chance(55)) {
      lines.add(retry());
    }
    if (draw.chance(12)) {
      lines.add("at most once");
    }
    if (draw.chance(45)) {
      lines.add("timeout " + draw.any("5s", "30s"));
    }
    if (draw.chance(15)) {
      lines.add("heartbeat " + draw.any("2s", "10s"));
    }
    if (draw.chance(65)) {
      lines.addAll(undo(sight, name));
    }
    return lines;
  }

  private List<String> undo(Sight sight, String name) {
    // Where the outcome is unknown, such an undo fails.
    String of =
        draw.chance(7)
            ? "1 / (" + name + " == null ? 0 : 1)"
            : draw.chance(70) ? name : exprs.number(sight);
    String call = draw.any("undo.sure", "undo.sure", "undo.shaky", "undo.bad") + "(of: " + of + ")";
    return draw.chance(60)
        ? List.of("compensate " + call)
        : List.of("compensate {", "  step " + call, "    " + retry(), "    timeout 10s", "}");
  }

  List<String> notification(Sight sight) {
    String call = "tell." + draw.any("sure", "sure", "shaky") + "(to: callback.token)";
    return draw.chance(60)
        ? List.of("notify " + call)
        : List.of("notify {", "  step " + call, "    " + retry(), "}");
  }
}
