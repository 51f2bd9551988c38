package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.tests.kill.Conduct;
import dev.flowstone.tests.kill.Records;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Executions on two functions that are killed again and again, over a store and a queue that have
/// bad weather; then everything is well again, and each has to end as it would have.
final class Chaos {
  private static final int MIXES = 12;
  private static final int FUNCTIONS = 2;
  private static final int CONCURRENCY = 4;
  private static final int BATCH = 10;

  /// So many that the one whose clock is wrong gets one of them.
  private static final int SWEEPS = FUNCTIONS;

  /// More than a lease lasts, and than the pauses after lost hosts.
  private static final Duration STRIDE = Duration.ofSeconds(45);

  private static final Duration WEEK = Duration.ofDays(7);
  private static final int MOST_STRIDES = 40;

  private final Duration longestStorm;

  private final long seed;
  private final Path folder;
  private final Random random;
  private final Weather weather;
  private final Map<String, Plan> executions = new LinkedHashMap<>();
  private final List<Plan.Mix> mixes = new ArrayList<>();
  private volatile boolean storming = true;
  private final AtomicLong kills = new AtomicLong();
  private long repeats;

  /// What was done to them, by its name and how often, and what came of it.
  record Outcome(long seed, Map<String, Long> chaos, int executions, List<String> violations) {

    String counts() {
      return "executions=%d %s violations=%d seed=%d"
          .formatted(
              executions,
              chaos.entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + entry.getValue())
                  .collect(Collectors.joining(" ")),
              violations.size(),
              seed);
    }
  }

  Chaos(long seed, int count, Path folder) {
    this.seed = seed;
    this.folder = folder;
    this.random = new Random(seed);
    this.longestStorm = Duration.ofSeconds(10 + count / 4);
    this.weather = new Weather(random.nextLong());
    for (int i = 0; i < MIXES; i++) {
      mixes.add(Plan.Mix.of("mix_" + i, random));
    }
    for (int i = 0; i < count; i++) {
      Plan plan =
          random.nextInt(3) == 0 ? Plan.founding(random) : mixes.get(random.nextInt(MIXES)).plan(i);
      executions.put(plan.workflow() + "-" + i, plan);
    }
  }

  Outcome run() throws InterruptedException {
    Path calls = folder.resolve("calls");
    Path tests = Bundle.place(Chaos.class);
    LocalAws.Setting setting =
        new LocalAws.Setting(
            FUNCTIONS,
            CONCURRENCY,
            BATCH,
            List.of(tests, tests.resolve("lambda/clock"), tests.resolve("lambda/chaos")),
            List.of("-D" + ChaosHandlers.CALLS + "=" + calls),
            weather);
    try (LocalAws aws = new LocalAws(folder, setting, _ -> {})) {
      upload(aws);
      storm(aws);
      recover(aws);
      List<String> violations = violations(aws, new Records(calls));
      return new Outcome(seed, counts(), executions.size(), violations);
    }
  }

  private void upload(LocalAws aws) {
    weather.pause(true);
    Client client = new Client(aws);
    for (String name : Plan.foundingNames()) {
      require(client.upload(name + ".flow", Plan.source(name)));
    }
    mixes.forEach(mix -> require(client.upload(mix.name() + ".flow", mix.source())));
  }

  private static void require(Rest.Response uploaded) {
    if (uploaded.status() != 201) {
      throw new AssertionError(uploaded.toString());
    }
  }

  /// Until everything was sent and most of it has ended.
  private void storm(LocalAws aws) throws InterruptedException {
    weather.pause(false);
    aws.dynamo().faults(weather);
    aws.dynamo().delayIndexes(30);
    Post post = new Post(aws, random.nextLong(), executions);
    List<Thread> killers = new ArrayList<>();
    for (int i = 0; i < FUNCTIONS; i++) {
      int victim = i;
      Random deaths = new Random(random.nextLong());
      killers.add(
          Thread.ofPlatform().daemon().name("killer").start(() -> kill(aws, victim, deaths)));
    }
    post.deliver();
    ExecutionStore store = aws.store();
    long end = System.nanoTime() + longestStorm.toNanos();
    while (unended(store) > executions.size() / 10 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
    storming = false;
    for (Thread killer : killers) {
      killer.join();
    }
    repeats = post.repeats.get();
  }

  private void kill(LocalAws aws, int victim, Random deaths) {
    while (storming) {
      aws.functions().awaitReady(victim);
      live(aws, victim, deaths);
      if (storming) {
        aws.functions().kill(victim);
        kills.incrementAndGet();
        // What the dead held is only free when its lease has passed; to whoever lives it is as if
        // it had stood still for so long.
        if (deaths.nextInt(2) == 0) {
          aws.clock().pass(Duration.ofSeconds(20 + deaths.nextInt(50)));
        }
        aws.sweepSoon();
      }
    }
    // What waits in place by a clock that was wrong would do so for minutes.
    aws.functions().kill(victim);
    kills.incrementAndGet();
  }

  /// For a while, one time in two with a clock to which the leases of the others are over.
  private static void live(LocalAws aws, int function, Random deaths) {
    if (deaths.nextBoolean()) {
      aws.clock().deviate(function, Duration.ofSeconds(65 + deaths.nextInt(60)));
      for (int i = 0; i < SWEEPS; i++) {
        aws.sweepSoon();
      }
      pause(300 + deaths.nextInt(1_500));
      aws.clock().deviate(function, Duration.ZERO);
    }
    pause(300 + deaths.nextInt(2_000));
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /// In good weather time passes and the sweep runs, until everything has ended.
  private void recover(LocalAws aws) {
    weather.pause(true);
    aws.dynamo().delayIndexes(0);
    ExecutionStore store = aws.store();
    for (int i = 0; i < MOST_STRIDES && unended(store) > 0; i++) {
      aws.sweep();
      aws.pass(undecided(store) ? WEEK : STRIDE);
    }
    aws.settle();
  }

  private long unended(ExecutionStore store) {
    return executions.keySet().stream().filter(name -> !isEnded(store, name)).count();
  }

  private static boolean isEnded(ExecutionStore store, String name) {
    try {
      return store.meta(name).filter(meta -> meta.endedAt().isPresent()).isPresent();
    } catch (StoreUnavailable e) {
      return false; // it is not known in a storm
    }
  }

  /// Whether all that is left is what nobody decides on, and that waits.
  private boolean undecided(ExecutionStore store) {
    return executions.entrySet().stream()
        .filter(entry -> !isEnded(store, entry.getKey()))
        .allMatch(entry ->
            entry.getValue().expires()
                && store
                    .meta(entry.getKey())
                    .filter(meta -> meta.status().equals("WAITING") && meta.lease().isEmpty())
                    .isPresent());
  }

  private List<String> violations(LocalAws aws, Records records) {
    List<String> violations = new ArrayList<>();
    Map<String, List<Records.Begun>> calls = new HashMap<>();
    records
        .read()
        .forEach(call -> calls.computeIfAbsent(call.execution(), _ -> new ArrayList<>()).add(call));
    ExecutionStore store = aws.store();
    Ports ports = Ports.of(store, aws.programs(), HandlerRegistry.of(), "oracle");
    try (Engine engine = new Engine(ports, Settings.standard())) {
      executions.forEach((name, plan) -> {
        try {
          check(engine, store, name, plan, calls.getOrDefault(name, List.of()));
        } catch (AssertionError e) {
          violations.add(
              "seed %d, %s: %s%n%s".formatted(seed, name, e.getMessage(), history(engine, name)));
        }
      });
      List<Meta> due = engine.due(aws.clock().instant().plus(Duration.ofDays(3_650)), 1_000);
      if (!due.isEmpty()) {
        violations.add("seed " + seed + ": these are still due: " + due);
      }
    }
    return violations;
  }

  private static String history(Engine engine, String name) {
    return engine
        .history(name)
        .map(timeline ->
            timeline.entries().stream()
                .map(Object::toString)
                .reduce("", (a, b) -> a + "  " + b + "\n"))
        .orElse("  no history\n");
  }

  private static void check(
      Engine engine, ExecutionStore store, String name, Plan plan, List<Records.Begun> calls) {
    Description end =
        engine.describe(name).orElseThrow(() -> new AssertionError("it is not there"));
    Meta meta = end.meta();
    if (!ending(end.state()).equals(plan.ending())) {
      throw new AssertionError(
          "it ended as " + ending(end.state()) + ", not as " + plan.ending() + ": " + meta);
    }
    if (meta.lease().isPresent() || meta.due().isPresent()) {
      throw new AssertionError("it is still held or due: " + meta);
    }
    Conduct.checkCalls(store, name, calls, name);
    Conduct.checkUndos(plan.undos(), calls, name);
  }

  private static String ending(State state) {
    String detail =
        switch (state.result().orElse(Value.Null.NULL)) {
          case Value.Fields fields ->
              fields
                  .get("status")
                  .or(() -> fields.get("sum"))
                  .map(value ->
                      switch (value) {
                        case Value.Text(String text) -> text;
                        case Value.Int(long number) -> Long.toString(number);
                        case Value other -> other.toString();
                      })
                  .orElse("");
          case Value _ -> state.error().map(error -> error.name()).orElse("");
        };
    return state.status().name() + " " + detail;
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("kills", kills.get());
    counts.put("duplicates", weather.duplicates.get() + repeats);
    counts.put("reorders", weather.reorders.get());
    counts.put("losses", weather.losses.get());
    counts.put("throttles", weather.throttles.get());
    counts.put("errors", weather.errors.get());
    counts.put("timeouts", weather.timeouts.get());
    return counts;
  }
}
