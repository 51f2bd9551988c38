package {{package}};

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.engine.Timers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// One execution of a flow in memory, with the real engine and the handlers of this project. Its
/// clock moves only when a test says so.
final class FlowInMemory implements AutoCloseable {
  private static final String NAME = "test";

  private final Clock clock = new Clock();
  private final MemoryPrograms programs = new MemoryPrograms();
  private final Engine engine =
      new Engine(
          Ports.of(
                  new MemoryStore(),
                  programs,
                  HandlerRegistry.load(FlowInMemory.class.getClassLoader()),
                  "test")
              .withTime(clock, clock),
          Settings.standard());

  private FlowInMemory() {}

  /// Runs a flow until it has ended or waits.
  static FlowInMemory start(Path file, String input) {
    FlowInMemory flow = new FlowInMemory();
    Start start = flow.engine.start(NAME, flow.compiled(file), json(input));
    if (start instanceof Start.Begun begun) {
      begun.departure().join();
      return flow;
    }
    throw new IllegalArgumentException(start.toString());
  }

  private String compiled(Path file) {
    try {
      String source = Files.readString(file);
      Workflow tree =
          TextParser.parse(new SourceText(file.toString(), source)).value().orElseThrow();
      var compilation = Compiler.compile(tree, Analysis.of(tree));
      Program program =
          compilation
              .program()
              .orElseThrow(
                  () -> new IllegalArgumentException(compilation.diagnostics().toString()));
      byte[] body = ProgramCodec.bytes(program);
      String version = ProgramHash.of(body);
      programs.put(
          new StoredProgram(program.workflow(), version, body, source, file.toString()));
      return version;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void signal(String signal, String payload) {
    Sending sending = engine.signal(NAME, signal, json(payload), Optional.empty());
    if (!(sending instanceof Sending.Accepted)) {
      throw new IllegalArgumentException(sending.toString());
    }
    goOn();
  }

  /// Lets time pass, and what is due then happen.
  void pass(Duration time) {
    clock.now = clock.now.plus(time);
    goOn();
  }

  private void goOn() {
    if (engine.resume(NAME) instanceof Resumption.Running running) {
      running.departure().join();
    }
  }

  Status status() {
    return state().status();
  }

  /// The result as JSON.
  String result() {
    Value result = state().result().orElseThrow(() -> new AssertionError(status()));
    return ((ValueJson.Rendered.Ok) ValueJson.render(result)).json();
  }

  /// The name of the error that it failed with.
  String error() {
    return state().error().orElseThrow(() -> new AssertionError(status())).name();
  }

  private State state() {
    return engine.describe(NAME).orElseThrow().state();
  }

  private static Value json(String text) {
    return ((ValueJson.Parsed.Ok) ValueJson.parse(text)).value();
  }

  @Override
  public void close() {
    engine.close();
  }

  private static final class Clock implements InstantSource, Timers {
    private volatile Instant now = Instant.parse("2026-01-01T09:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public Alarm set(Instant when, Runnable ring) {
      if (!when.isAfter(now)) {
        ring.run();
      }
      return () -> {};
    }

    @Override
    public void pause(Duration duration) {
      Thread.onSpinWait();
    }

    @Override
    public void close() {}
  }
}
