package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The transition table is the test plan: every event is tried on every state that the scenarios
/// reach, and what comes of it is written down: in docs/machine.md as a table, in
/// docs/ARCHITECTURE.md as a diagram.
class TransitionTableTest {

  private static final Path TABLE = Path.of("../docs/machine.md");
  private static final Path DIAGRAM = Path.of("../docs/ARCHITECTURE.md");

  private final Map<StateKind, Map<EventKind, Set<StateKind>>> table =
      new EnumMap<>(StateKind.class);

  @Test
  void everyStateIsReachedAndEveryEventHasItsCell() throws IOException {
    fill();
    var missing = EnumSet.allOf(StateKind.class);
    missing.removeAll(table.keySet());
    assertTrue(missing.isEmpty(), "no scenario reaches " + missing);
    table.forEach((state, events) ->
        assertEquals(EnumSet.allOf(EventKind.class), events.keySet(), state.title));
  }

  @Test
  void theDocumentedTableAndDiagramAreThoseOfTheMachine() throws IOException {
    fill();
    Golden.check(TABLE, replaced(Files.readString(TABLE), "transitions", markdown()));
    Golden.check(DIAGRAM, replaced(Files.readString(DIAGRAM), "diagram", mermaid()));
  }

  private void fill() throws IOException {
    for (var file : Golden.scenarios()) {
      var text = Files.readString(file);
      var program = Scenario.program(text);
      Scenario.run(text, state -> probe(program, state));
    }
  }

  private void probe(Program program, State state) {
    var cells =
        table.computeIfAbsent(StateKind.of(program, state), _ -> new EnumMap<>(EventKind.class));
    for (var kind : EventKind.values()) {
      var after = Machine.step(program, state, kind.event(program, state)).state();
      var results = cells.computeIfAbsent(kind, _ -> EnumSet.noneOf(StateKind.class));
      if (!same(state, after)) {
        results.add(StateKind.of(program, after));
      }
    }
  }

  /// Whether nothing but bookkeeping changed: who runs it, when, and which messages were seen.
  private static boolean same(State one, State other) {
    return one.fibers().equals(other.fibers()) && one.mailbox().equals(other.mailbox());
  }

  private String markdown() {
    var lines = new ArrayList<String>();
    lines.add("| state | event | next state |");
    lines.add("|---|---|---|");
    table.forEach((state, events) -> {
      byResult(events)
          .forEach((result, kinds) ->
              lines.add("| " + state.title + " | " + kinds + " | " + result + " |"));
    });
    return String.join("\n", lines) + "\n";
  }

  /// The events of one state, grouped by what comes of them.
  private static Map<String, String> byResult(Map<EventKind, Set<StateKind>> events) {
    return events.entrySet().stream()
        .collect(
            Collectors.groupingBy(
                e -> result(e.getValue()),
                LinkedHashMap::new,
                Collectors.mapping(e -> e.getKey().title, Collectors.joining(", "))));
  }

  private static String result(Set<StateKind> results) {
    return results.isEmpty()
        ? "—"
        : results.stream().map(s -> s.title).collect(Collectors.joining("; "));
  }

  private String mermaid() {
    var edges = new TreeSet<String>();
    table.forEach((state, events) ->
        events.forEach((event, results) ->
            results.stream()
                .filter(next -> !group(next).equals(group(state)))
                .forEach(next -> edges.add(edge(state, next, event)))));
    var lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2"));
    lines.add("    [*] --> Calling: start");
    merged(edges).forEach(line -> lines.add("    " + line));
    for (var ended : List.of("Succeeded", "Cancelled", "Terminated", "TimedOut")) {
      lines.add("    " + ended + " --> [*]");
    }
    lines.add("```");
    return String.join("\n", lines) + "\n";
  }

  private static String edge(StateKind from, StateKind to, EventKind event) {
    return group(from) + " --> " + group(to) + ": " + event.title;
  }

  /// One edge for each pair of states, with all its events.
  private static List<String> merged(Set<String> edges) {
    return edges.stream()
        .collect(
            Collectors.groupingBy(
                e -> e.substring(0, e.indexOf(": ")),
                TreeMap::new,
                Collectors.mapping(
                    e -> e.substring(e.indexOf(": ") + 2), Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .toList();
  }

  private static String group(StateKind kind) {
    return switch (kind) {
      case CALLING, ANNOUNCED, BACKING_OFF, CALLING_STOPPED -> "Calling";
      case SLEEPING -> "Sleeping";
      case AWAITING, NOTIFYING, NOTIFICATION_BACKING_OFF, NOTIFYING_STOPPED -> "Awaiting";
      case ANSWERED, GIVEN_UP, CONCLUDING_STOPPED -> "Concluding";
      case ROLLING_BACK,
          ROLLING_BACK_LATER,
          ROLLING_BACK_STOPPED,
          FAILING,
          FAILING_LATER,
          STOPPING,
          STOPPING_LATER ->
          "Unwinding";
      case POLLING, POLLING_LATER, POLL_OVER -> "Polling";
      case JOINING -> "Joining";
      case STARTING_CHILD, AWAITING_CHILD, CANCELLING_CHILD -> "Delegating";
      case UNWINDING_GROUP -> "Unwinding";
      case PAUSED -> "Paused";
      case PARKED -> "Parked";
      case SUCCEEDED -> "Succeeded";
      case FAILED, FAILED_UNDONE, EXHAUSTED -> "Failed";
      case CANCELLED -> "Cancelled";
      case TERMINATED -> "Terminated";
      case TIMED_OUT -> "TimedOut";
    };
  }

  private static String replaced(String page, String name, String content) {
    var begin = "<!-- " + name + ": written by TransitionTableTest -->\n";
    var end = "<!-- end of " + name + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertTrue(from >= 0 && to > from, "the page has a place for " + name);
    return page.substring(0, from) + begin + "\n" + content + "\n" + page.substring(to);
  }
}
