package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How often which fault struck while an execution was in which construct.
final class Coverage {
  private record Cell(Construct construct, FaultKind kind) {}

  private final Map<Cell, Long> hits = new HashMap<>();

  private long count(Construct construct, FaultKind kind) {
    return hits.getOrDefault(new Cell(construct, kind), 0L);
  }

  void add(String execution, Visits visits, List<Weather.Strike> strikes) {
    for (Weather.Strike strike : strikes) {
      Long at = strike.journals().get(execution);
      if (at == null) {
        continue; // it hit somebody else
      }
      Set<Construct> hit = EnumSet.noneOf(Construct.class);
      for (Visits.Visit visit : visits.all()) {
        if (visit.covers(at)) {
          hit.add(visit.construct);
        }
      }
      hit.forEach(construct -> hits.merge(new Cell(construct, strike.kind()), 1L, Long::sum));
    }
  }

  /// Cells that nothing fell into.
  List<String> empty() {
    List<String> empty = new ArrayList<>();
    for (Construct construct : Construct.values()) {
      for (FaultKind kind : FaultKind.values()) {
        if (count(construct, kind) == 0) {
          empty.add(construct + " × " + kind);
        }
      }
    }
    return empty;
  }

  /// The table, for people.
  String table() {
    StringBuilder table = new StringBuilder("| fault |");
    for (Construct construct : Construct.values()) {
      table.append(' ').append(word(construct)).append(" |");
    }
    table.append("\n|---|").append("--:|".repeat(Construct.values().length)).append('\n');
    for (FaultKind kind : FaultKind.values()) {
      table.append("| ").append(word(kind)).append(" |");
      for (Construct construct : Construct.values()) {
        table.append(' ').append("%,d".formatted(count(construct, kind))).append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
