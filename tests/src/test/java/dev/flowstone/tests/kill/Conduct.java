package dev.flowstone.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the handlers of an execution remember, held against its journal.
public final class Conduct {

  private Conduct() {}

  /// No attempt began twice, and none after the one whose success is in the journal.
  public static void checkCalls(
      ExecutionStore store, String name, List<Records.Begun> begun, String where) {
    Map<String, Integer> succeeded = new HashMap<>();
    for (Slot slot : store.journal(name, 0, Integer.MAX_VALUE)) {
      for (Event event : events(slot)) {
        if (event instanceof Event.AttemptSucceeded success) {
          Integer before = succeeded.put(step(success.call()), success.attempt());
          assertEquals(null, before, success.call() + " succeeded twice in " + where);
        }
      }
    }
    Set<String> attempts = new HashSet<>();
    Map<String, String> keys = new HashMap<>();
    for (Records.Begun call : begun) {
      String attempt = call.step() + "#" + call.attempt();
      assertTrue(attempts.add(attempt), attempt + " began twice in " + where);
      String key = keys.computeIfAbsent(call.step(), step -> call.key());
      assertEquals(key, call.key(), "the key of " + attempt + " in " + where);
      Integer done = succeeded.get(call.step());
      assertTrue(
          done == null || call.attempt() <= done,
          attempt + " began after attempt " + done + " had succeeded in " + where);
    }
    succeeded.forEach((step, attempt) ->
        assertTrue(
            attempts.contains(step + "#" + attempt),
            step + "#" + attempt + " is in the journal and was never made in " + where));
  }

  /// A notification's call also tells which of its wait it is.
  private static String step(String call) {
    int turn = call.indexOf('@');
    return turn < 0 ? call : call.substring(0, turn);
  }

  private static List<Event> events(Slot slot) {
    return assertInstanceOf(Decoded.Ok.class, EventCodec.decode(slot.body())).value()
            instanceof List<?> list
        ? list.stream().map(Event.class::cast).toList()
        : List.of();
  }

  /// The undos of a saga begin in reverse order, each after all attempts of those before it.
  public static void checkUndos(List<String> expected, List<Records.Begun> begun, String where) {
    List<String> order =
        begun.stream()
            .map(Records.Begun::step)
            .filter(step -> step.endsWith(".undo"))
            .distinct()
            .toList();
    assertEquals(expected, order, where);
    List<String> all =
        begun.stream().map(Records.Begun::step).filter(step -> step.endsWith(".undo")).toList();
    List<String> sorted = new ArrayList<>();
    order.forEach(step -> all.stream().filter(step::equals).forEach(sorted::add));
    assertEquals(sorted, all, where);
  }
}
