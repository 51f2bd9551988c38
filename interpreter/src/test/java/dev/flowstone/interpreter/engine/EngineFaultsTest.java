package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.memory.Faults;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two engines on a store that loses replies, refuses writes, makes others late and shows an old
/// index.
final class EngineFaultsTest {
  private static final int EXECUTIONS = 12;
  private static final long TURN_NANOS = 1_000_000;
  private static final Settings SETTINGS =
      Settings.standardBut(s -> {
        s.drain = Duration.ZERO;
        s.longestAttempt = Optional.of(Duration.ofSeconds(5));
        s.margin = Duration.ofSeconds(3);
      });

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void endsEverythingAndRepeatsNothing(long seed) throws Exception {
    endsEverything(
        seed,
        (engine, name, version) -> engine.start(name, version, Value.Fields.EMPTY),
        engine -> {
          try (Recovery recovery = new Recovery(engine)) {
            recovery.resumeDue();
          }
        });
  }

  /// What is queued is taken over by hosts of which each has but a few seconds.
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void endsEverythingAlsoOnHostsWithLittleTime(long seed) throws Exception {
    Random random = new Random(seed);
    endsEverything(
        seed,
        (engine, name, version) -> engine.enqueue(name, version, Value.Fields.EMPTY),
        engine -> {
          Instant now = engine.ports().clock().instant();
          Shift shift =
              random.nextBoolean()
                  ? Shift.upTo(now.plusSeconds(10 + random.nextInt(30)))
                  : new Shift(Optional.of(now.plusMillis(random.nextInt(9_000))), Optional.empty());
          for (String name : engine.ports().executions().due(now, EXECUTIONS)) {
            try {
              engine.resume(name, shift);
            } catch (StoreUnavailable e) {
              // The next round will.
            }
          }
        });
  }

  /// The execution is claimed by then: giving up would count as one more host that died.
  @Test
  void asksAgainForAProgramThatTheStoreDidNotGive() {
    TestTime time = new TestTime();
    MemoryStore store = new MemoryStore();
    StoredProgram program = Code.begin().step("a").done();
    AtomicInteger failures = new AtomicInteger();
    ProgramStore programs =
        new ProgramStore() {
          @Override
          public void put(StoredProgram one) {}

          @Override
          public Optional<StoredProgram> get(String version) {
            if (failures.getAndDecrement() > 0) {
              throw new StoreUnavailable("throttled", null);
            }
            return Optional.of(program);
          }
        };
    Do handler = new Do((what, context) -> what);
    try (Engine first = engine("one", store, programs, handler, time, new Random(1));
        Engine second = engine("two", store, programs, handler, time, new Random(2))) {
      first.enqueue("e", program.version(), Value.Fields.EMPTY);
      failures.set(2);

      Resumption resumption = second.resume("e");

      Resumption.Running running = assertInstanceOf(Resumption.Running.class, resumption);
      assertEquals(new Departure.Ended(Status.SUCCEEDED), running.departure().join());
    }
  }

  @Test
  void parksWhatCannotBeReadSoThatNobodyIsSentToItAgain() {
    TestTime time = new TestTime();
    MemoryPrograms programs = new MemoryPrograms();
    MemoryStore store = new MemoryStore();
    StoredProgram program = Code.begin().step("a").done();
    programs.put(program);
    Do handler = new Do((what, context) -> what);
    try (Engine engine = engine("one", store, programs, handler, time, new Random(1))) {
      engine.enqueue("e", program.version(), Value.Fields.EMPTY);
      String id = store.meta("e").orElseThrow().id();
      store.append("e", id, new Slot(1, 0, "garbled", time.instant(), new byte[] {1, 2, 3}));

      Resumption resumption = engine.resume("e");

      String reason = assertInstanceOf(Resumption.Refused.class, resumption).reason();
      assertTrue(reason.contains("it is parked"), reason);
      Meta meta = store.meta("e").orElseThrow();
      assertEquals(Optional.empty(), meta.due());
      assertEquals(Optional.empty(), meta.lease());
      assertEquals(1, meta.tries());
      assertInstanceOf(Resumption.NotDue.class, engine.resume("e"));
      assertInstanceOf(Resumption.Refused.class, engine.resumeAnyway("e"));
    }
  }

  @FunctionalInterface
  private interface Starting {
    Start start(Engine engine, String name, String version);
  }

  @FunctionalInterface
  private interface Resuming {
    void resume(Engine engine) throws InterruptedException;
  }

  private static void endsEverything(long seed, Starting starting, Resuming resuming)
      throws Exception {
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
      // Two hosts that drew the same nonces would take each other's writes for their own.
      Random random = new Random(31 * seed + host.hashCode());
      engines.add(engine(host, store, programs, handler, time, random));
    }

    for (int i = 0; i < EXECUTIONS; i++) {
      Start start = starting.start(engines.get(i % 2), "e" + i, program.version());
      assertTrue(start instanceof Start.Begun || start instanceof Start.Queued, start.toString());
      Sending sent = engines.get(1).signal("e" + i, "go", new Value.Int(i), Optional.of("letter"));
      assertTrue(
          sent instanceof Sending.Accepted || sent instanceof Sending.Duplicate, sent.toString());
    }
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!ended(store) && System.nanoTime() < end) {
      time.advance(Duration.ofSeconds(7));
      for (Engine engine : engines) {
        resuming.resume(engine);
      }
      // On a busy machine the clock may outrun the threads so far that hosts count as lost for
      // nothing: then an operator asks for what was parked.
      LockSupport.parkNanos(TURN_NANOS);
      unpark(store, engines.getFirst());
    }
    engines.forEach(Engine::close);

    assertEquals(List.of(), twice, "seed " + seed);
    for (int i = 0; i < EXECUTIONS; i++) {
      var state = engines.getFirst().describe("e" + i).orElseThrow().state();
      assertEquals(Status.SUCCEEDED, state.status(), "e" + i + ", seed " + seed);
      assertEquals(Optional.of(new Value.Int(i)), state.result(), "seed " + seed);
    }
  }

  private static void unpark(MemoryStore store, Engine engine) {
    for (int i = 0; i < EXECUTIONS; i++) {
      Meta meta = store.meta("e" + i).orElseThrow();
      if (meta.endedAt().isEmpty()
          && meta.due().isEmpty()
          && meta.lease().isEmpty()
          && meta.tries() > 0) {
        try {
          engine.resumeAnyway(meta.name());
        } catch (StoreUnavailable e) {
          // The next round will.
        }
      }
    }
  }

  private static Engine engine(
      String host,
      MemoryStore store,
      ProgramStore programs,
      Do handler,
      TestTime time,
      Random random) {
    Ports ports =
        new Ports(
            store,
            programs,
            HandlerRegistry.of(handler),
            host,
            time,
            time,
            random,
            StepLoggers.silent(),
            Observer.deaf());
    return new Engine(ports, SETTINGS);
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
