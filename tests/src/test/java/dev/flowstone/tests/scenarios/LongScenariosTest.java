package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.Slot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// An execution of very many steps, whose journal does not grow with them.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(120)
final class LongScenariosTest {
  private static final String LONG =
      """
      workflow long

      input {
        steps: int
      }

      n = 0
      while n < input.steps max 100000 {
        step stage.act(what: "step", with: n)
        n = n + 1
      }
      return n
      """;

  private final StoreKind kind;
  @TempDir private Path folder;
  private final Stage stage = new Stage((input, context) -> Value.Null.NULL);

  LongScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  /// I4, where the journal begins with a state.
  @Test
  void keepsABoundedJournal() {
    int steps = kind == StoreKind.MEMORY ? 20_000 : 1_000;
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(LONG);
      hosts.dieAfter(700, true);
      hosts.run(
          "long", "long", new Value.Fields(Map.of(new Value.Text("steps"), new Value.Int(steps))));

      assertEquals(new Value.Int(steps), hosts.result("long"));
      List<Slot> journal = hosts.store().journal("long", 0, Integer.MAX_VALUE);
      assertTrue(journal.getFirst().index() >= steps - 2 * Hosts.HISTORY, "where it begins");
      assertTrue(journal.size() <= 2 * Hosts.HISTORY, "so many slots: " + journal.size());
      Description last = hosts.describe("long");
      State folded = fold(last.program(), journal);
      assertArrayEquals(StateCodec.encode(last.state()), StateCodec.encode(folded), "I4");
      tellsWhatIsLeft(hosts);
    }
  }

  private static State fold(Program program, List<Slot> journal) {
    State state = state(journal.getFirst());
    for (Slot slot : journal.subList(1, journal.size())) {
      for (Event event : events(slot)) {
        state = Machine.step(program, state, event).state();
      }
    }
    return state;
  }

  private static State state(Slot slot) {
    return switch (StateCodec.decode(slot.body())) {
      case Decoded.Ok<State>(State state) -> state;
      case Decoded.Newer<State> _, Decoded.Corrupt<State> _ ->
          throw new AssertionError("slot " + slot.index() + " holds no state");
    };
  }

  private static List<Event> events(Slot slot) {
    return switch (EventCodec.decode(slot.body())) {
      case Decoded.Ok<List<Event>>(List<Event> events) -> events;
      case Decoded.Newer<List<Event>> _, Decoded.Corrupt<List<Event>> _ ->
          throw new AssertionError("slot " + slot.index());
    };
  }

  private static void tellsWhatIsLeft(Hosts hosts) {
    Timeline all = hosts.history("long", 0, Integer.MAX_VALUE);
    assertFalse(all.complete());
    assertInstanceOf(HistoryEntry.Ended.class, all.entries().getLast());
    assertTrue(all.entries().size() > 20, "so many entries: " + all.entries().size());
    List<HistoryEntry> pages = new ArrayList<>();
    Timeline page;
    do {
      page = hosts.history("long", pages.size(), 333);
      pages.addAll(page.entries());
    } while (page.more());
    assertEquals(all.entries(), pages);
  }
}
