package dev.flowstone.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Steps per second over the embedded store beside what its disk gives, and how long a resume
/// takes.
@EnabledIfSystemProperty(named = "bench", matches = "engine|all")
final class EngineBenchmark {
  private static final int STEPS = 10;
  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("bench.seconds", 3));
  private static final int ROUNDS = 5;
  private static final int RESUMES = 15;

  @TempDir private Path folder;
  private final AtomicInteger names = new AtomicInteger();

  @Test
  void measuresThroughput() throws Exception {
    List<Double> rawOne = new ArrayList<>();
    List<Double> rawSixteen = new ArrayList<>();
    List<Double> one = new ArrayList<>();
    List<Double> sixteen = new ArrayList<>();
    try (SqliteStore store = open("throughput")) {
      stepsPerSecond(store, 4); // to warm up
      for (int round = 0; round < ROUNDS; round++) {
        Path raw = folder.resolve("raw.db");
        rawOne.add(RawCommits.rowsPerSecond(raw, 1, LENGTH));
        rawSixteen.add(RawCommits.rowsPerSecond(raw, 16, LENGTH));
        one.add(stepsPerSecond(store, 1));
        sixteen.add(stepsPerSecond(store, 16));
      }
    }
    System.out.println("                                          median       best");
    print("raw SQLite FULL, 1 row a commit, rows/s", rawOne);
    print("raw SQLite FULL, 16 rows a commit, rows/s", rawSixteen);
    print("engine, concurrency 1, steps/s", one);
    print("engine, concurrency 16, steps/s", sixteen);
  }

  private static void print(String what, List<Double> values) {
    System.out.printf("%-41s%,9.0f  %,9.0f%n", what, median(values), Collections.max(values));
  }

  private double stepsPerSecond(SqliteStore store, int concurrency) throws Exception {
    StoredProgram program = BenchPrograms.steps();
    store.programs().put(program);
    try (Engine engine = engine(store);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      long end = start + LENGTH.toNanos();
      List<Future<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < concurrency; i++) {
        workers.add(
            threads.submit(() -> {
              int executions = 0;
              while (System.nanoTime() < end) {
                begin(engine, program, STEPS).join();
                executions++;
              }
              return executions;
            }));
      }
      long executions = 0;
      for (Future<Integer> worker : workers) {
        executions += worker.get();
      }
      return executions * STEPS * 1e9 / (System.nanoTime() - start);
    }
  }

  @Test
  void measuresResumes() throws Exception {
    System.out.println("from a signal to the end, ms, of " + RESUMES);
    System.out.println("completed steps     median       best");
    for (int steps : List.of(10, 10, 100, 1_000, 10_000)) { // the first warms up
      List<Double> times = new ArrayList<>();
      try (SqliteStore store = open("resume-" + names.incrementAndGet())) {
        StoredProgram program = BenchPrograms.stepsAndWait();
        store.programs().put(program);
        List<String> waiting = new ArrayList<>();
        try (Engine engine = engine(store)) {
          for (int i = 0; i < RESUMES; i++) {
            begin(engine, program, steps).join();
            waiting.add("e" + names.get());
          }
        }
        for (String name : waiting) {
          try (Engine fresh = engine(store)) {
            long start = System.nanoTime();
            Sending sent =
                fresh.signal(name, BenchPrograms.SIGNAL, Value.Null.NULL, Optional.empty());
            assertInstanceOf(Sending.Accepted.class, sent);
            Resumption.Running running =
                assertInstanceOf(Resumption.Running.class, fresh.resume(name));
            assertEquals(new Departure.Ended(Status.SUCCEEDED), running.departure().join());
            times.add((System.nanoTime() - start) / 1e6);
          }
        }
      }
      System.out.printf("%15d   %8.2f   %8.2f%n", steps, median(times), Collections.min(times));
    }
  }

  private CompletableFuture<Departure> begin(Engine engine, StoredProgram program, int steps) {
    Start start =
        engine.start("e" + names.incrementAndGet(), program.version(), BenchPrograms.input(steps));
    return assertInstanceOf(Start.Begun.class, start).departure();
  }

  private static Engine engine(SqliteStore store) {
    Ports ports =
        Ports.of(
            store.executions(), store.programs(), HandlerRegistry.of(new Nothing()), store.host());
    return new Engine(ports, Settings.standard());
  }

  private SqliteStore open(String name) {
    return assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder.resolve(name)))
        .store();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
