package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.Faults;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two engines on a store that loses replies, refuses writes, makes others late and shows an old
/// index.
final class EngineFaultsTest {
  private static final int EXECUTIONS = 12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void endsEverythingAndRepeatsNothing(long seed) throws Exception {
    TestTime time = new TestTime();
    MemoryPrograms programs = new MemoryPrograms();
    MemoryStore store = new MemoryStore(new Faults(new Random(seed), 0.05, 0.05, 0.05, 0.3));
    Set<String> begun = ConcurrentHashMap.newKeySet();
    List<String> twice = new ArrayList<>();
    Do handler =
        new Do((what, context) -> {
          String attempt = context.executionName() + what + "#" + context.attempt();
          if (!begun.add(attempt)) {
            twice.add(attempt);
          }
          return what;
        });
    StoredProgram program =
        Code.begin()
            // The clock runs ahead of the threads: leases end, and hosts count as lost, all the
            // time.
            .retrying(1_000, Duration.ofSeconds(1))
            .step("a")
            .step("b")
            .sleep(Duration.ofMinutes(1))
            .await("go", Duration.ofDays(1))
            .step("c")
            .giving("go");
    programs.put(program);
    List<Engine> engines = new ArrayList<>();
    for (String host : List.of("one", "two")) {
      Ports ports =
          new Ports(
              store,
              programs,
              HandlerRegistry.of(handler),
              host,
              Optional.empty(),
              time,
              time,
              // Two hosts that drew the same nonces would take each other's writes for their own.
              new Random(31 * seed + host.hashCode()),
              StepLoggers.silent(),
              Observer.deaf());
      engines.add(new Engine(ports, Settings.standardBut(s -> s.drain = Duration.ZERO)));
    }

    for (int i = 0; i < EXECUTIONS; i++) {
      Start start = engines.get(i % 2).start("e" + i, program.version(), Value.Fields.EMPTY);
      assertInstanceOf(Start.Begun.class, start);
      Sending sent = engines.get(1).signal("e" + i, "go", new Value.Int(i), Optional.of("letter"));
      assertTrue(
          sent instanceof Sending.Accepted || sent instanceof Sending.Duplicate, sent.toString());
    }
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!ended(store) && System.nanoTime() < end) {
      time.advance(Duration.ofSeconds(7));
      for (Engine engine : engines) {
        try (Recovery recovery = new Recovery(engine)) {
          recovery.resumeDue();
        }
      }
    }
    engines.forEach(Engine::close);

    assertEquals(List.of(), twice, "seed " + seed);
    for (int i = 0; i < EXECUTIONS; i++) {
      var state = engines.getFirst().describe("e" + i).orElseThrow().state();
      assertEquals(Status.SUCCEEDED, state.status(), "e" + i + ", seed " + seed);
      assertEquals(Optional.of(new Value.Int(i)), state.result(), "seed " + seed);
    }
  }

  private static boolean ended(MemoryStore store) {
    for (int i = 0; i < EXECUTIONS; i++) {
      if (store.meta("e" + i).flatMap(Meta::endedAt).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
