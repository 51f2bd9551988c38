package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.tests.flows.PassingTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/// Hosts that share a store and take turns. Time stands still while they work, and jumps to what is
/// due next when there is nothing to do. One that dies is replaced.
final class Hosts implements AutoCloseable {
  private static final Duration HORIZON = Duration.ofHours(1);

  /// So many writes are kept for the history.
  static final int HISTORY = 300;

  private record Host(Line line, Engine engine) {}

  private final PassingTime time = new PassingTime();
  private final StoreKind.Opened store;
  private final HandlerRegistry handlers;
  private final Map<String, String> live = new HashMap<>();
  private final List<Host> hosts = new ArrayList<>();

  /// Executions that something may be due of.
  private final Set<String> afoot = ConcurrentHashMap.newKeySet();

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private int names;
  private int turn;

  Hosts(StoreKind kind, Path folder, int count, Stage stage) {
    this.store = kind.open(folder, time);
    this.handlers = HandlerRegistry.of(stage);
    Thread.setDefaultUncaughtExceptionHandler((_, problem) -> uncaught.add(problem));
    for (int i = 0; i < count; i++) {
      hosts.add(host());
    }
  }

  private Host host() {
    Line line = new Line(store.executions(), time);
    Observer looksAfterFamilies =
        new Observer() {
          @Override
          public boolean due(String name) {
            afoot.add(name);
            return true;
          }
        };
    Ports ports =
        Ports.of(line.store(), store.programs(), handlers, "host-" + ++names)
            .withTime(line, time)
            .withObserver(looksAfterFamilies)
            .withWorkflows(workflow -> Optional.ofNullable(live.get(workflow)));
    Settings settings =
        Settings.standardBut(draft -> {
          draft.drain = Duration.ZERO;
          draft.inPlace = Duration.ZERO;
          draft.history = HISTORY;
          draft.snapshotBytes = 8 << 10; // many of them, and short journals to read
        });
    return new Host(line, new Engine(ports, settings));
  }

  ExecutionStore store() {
    return store.executions();
  }

  void deploy(String text) {
    var parsed = TextParser.parse(new SourceText("scenario.flow", text));
    assertEquals(List.of(), parsed.diagnostics());
    var workflow = parsed.value().orElseThrow();
    var compiled = Compiler.compile(workflow, Analysis.of(workflow));
    assertEquals(List.of(), compiled.diagnostics());
    Program program = compiled.program().orElseThrow();
    byte[] body = ProgramCodec.bytes(program);
    String version = ProgramHash.of(body);
    store
        .programs()
        .put(new StoredProgram(program.workflow(), version, body, text, "scenario.flow"));
    live.put(program.workflow(), version);
  }

  /// The host whose turn it is.
  private Host next() {
    int index = turn++ % hosts.size();
    if (hosts.get(index).line().isCut()) {
      hosts.get(index).engine().close();
      hosts.set(index, host());
    }
    return hosts.get(index);
  }

  /// Every host dies at the write after `writes` of its own, which is made or not.
  void dieAfter(int writes, boolean isMade) {
    hosts.replaceAll(host -> host.line().isCut() ? host() : host);
    hosts.forEach(host -> host.line().cutAfter(writes, isMade));
  }

  private Engine engine() {
    return next().engine();
  }

  /// Starts an execution without waiting for anything.
  CompletableFuture<Departure> begin(String name, String workflow, Value input) {
    String version = Optional.ofNullable(live.get(workflow)).orElseThrow();
    afoot.add(name);
    Start start = engine().start(name, version, input);
    return assertInstanceOf(Start.Begun.class, start, start::toString).departure();
  }

  /// Starts an execution, and goes on with whatever is due within an hour, until nothing is.
  void run(String name, String workflow, Value input) {
    wait(begin(name, workflow, input));
    goOn();
  }

  /// Goes on with whatever is due within an hour, until nothing is.
  void goOn() {
    Instant end = time.instant().plus(HORIZON);
    while (true) {
      Optional<Instant> next = Optional.empty();
      for (String name : List.copyOf(afoot)) {
        Optional<Instant> due = store.executions().meta(name).flatMap(Hosts::due);
        if (due.isEmpty()) {
          afoot.remove(name);
        } else if (next.isEmpty() || due.get().isBefore(next.get())) {
          next = due;
        }
        if (due.isPresent() && !due.get().isAfter(time.instant())) {
          resume(name);
        }
      }
      if (next.isEmpty() || next.get().isAfter(end)) {
        return;
      }
      Duration until = Duration.between(time.instant(), next.get());
      time.pass(until.isNegative() ? Duration.ZERO : until);
    }
  }

  private void resume(String name) {
    if (next().engine().resume(name) instanceof Resumption.Running(var departure)) {
      wait(departure);
    }
  }

  /// When somebody may go on with it.
  private static Optional<Instant> due(Meta meta) {
    return meta.due()
        .map(due ->
            meta.lease().map(Meta.Lease::until).filter(until -> until.isAfter(due)).orElse(due));
  }

  private static void wait(CompletableFuture<Departure> departure) {
    try {
      Departure left = departure.get(60, TimeUnit.SECONDS);
      assertTrue(!(left instanceof Departure.Broken), left::toString);
    } catch (InterruptedException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  Timeline history(String name, int after, int limit) {
    return engine().history(name, after, limit).orElseThrow();
  }

  Description describe(String name) {
    return engine().describe(name).orElseThrow();
  }

  State state(String name) {
    return describe(name).state();
  }

  Status status(String name) {
    return state(name).status();
  }

  /// What it returned.
  Value result(String name) {
    State state = state(name);
    assertEquals(Status.SUCCEEDED, state.status(), () -> String.valueOf(state.error()));
    return state.result().orElseThrow();
  }

  Sending signal(String name, String signal, Value payload, String key) {
    afoot.add(name);
    return engine().signal(name, signal, payload, Optional.of(key));
  }

  void cancel(String name) {
    afoot.add(name);
    assertInstanceOf(Sending.Accepted.class, engine().cancel(name, "enough"));
    goOn();
  }

  void redrive(String name) {
    afoot.add(name);
    assertInstanceOf(Sending.Accepted.class, engine().redrive(name, "mended"));
    goOn();
  }

  /// Moves it to the version that was deployed last.
  Sending move(String name, String workflow) {
    afoot.add(name);
    Sending sending =
        engine().move(name, Optional.ofNullable(live.get(workflow)).orElseThrow(), "mended");
    goOn();
    return sending;
  }

  /// Nothing is left that anybody should ever look at.
  void assertAtRest() {
    assertEquals(Optional.empty(), store.executions().nextDue());
  }

  /// What the hosts of today have written.
  Written written() {
    return hosts.stream().map(host -> host.line().written()).reduce(Written.NOTHING, Written::plus);
  }

  @Override
  public void close() {
    hosts.forEach(host -> host.engine().close());
    store.closing().run();
    Thread.setDefaultUncaughtExceptionHandler(null);
    assertEquals(List.of(), List.copyOf(uncaught));
  }
}
