package dev.flowstone.cli.workspace;

import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.StepLoggers;
import dev.flowstone.interpreter.engine.SystemTimers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.sqlite.Health;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.time.InstantSource;
import java.util.Optional;

/// The store of a folder with an engine on it: what a command works with.
public final class Workspace implements AutoCloseable {
  private final SqliteStore store;
  private final Engine engine;

  private Workspace(SqliteStore store, Engine engine) {
    this.store = store;
    this.engine = engine;
  }

  /// What the engine is to be given beside the store.
  public record Equipment(
      HandlerRegistry handlers,
      InstantSource clock,
      Settings settings,
      Observer observer,
      StepLoggers loggers) {

    /// For a command that runs nothing.
    public static Equipment forReading(InstantSource clock) {
      return new Equipment(
          HandlerRegistry.of(), clock, Settings.standard(), Observer.deaf(), StepLoggers.silent());
    }
  }

  /// Opens the store in a folder, which is made where there is none.
  public static Workspace open(StoreFolder folder, Equipment equipment) {
    folder.make();
    ErrorLog.in(folder.path());
    SqliteStore store =
        switch (SqliteStore.open(folder.path())) {
          case SqliteStore.Opening.Ready(SqliteStore ready) -> ready;
          case SqliteStore.Opening.Refused(String reason) ->
              throw Problem.failure("the store in " + folder.shown() + " cannot be used: " + reason)
                  .next(
                      "use the version of flow that wrote it, put a copy of it back, or name another"
                          + " folder: --store DIR")
                  .stop();
        };
    Ports ports =
        Ports.of(store.executions(), store.programs(), equipment.handlers(), store.host())
            .withTime(equipment.clock(), new SystemTimers(equipment.clock()))
            .withObserver(equipment.observer())
            .withLoggers(equipment.loggers())
            .withWorkflows(store::live);
    return new Workspace(store, new Engine(ports, equipment.settings()));
  }

  /// Stores what a source was compiled to, and answers its version.
  public String store(WorkflowSource source) {
    Program program = source.program().orElseThrow();
    byte[] body = ProgramCodec.bytes(program);
    String version = ProgramHash.of(body);
    programs()
        .put(
            new StoredProgram(
                program.workflow(), version, body, source.text().text(), source.text().name()));
    return version;
  }

  /// Stores it, and lets the workflow begin with it from now on where it is called by its name.
  public String install(WorkflowSource source) {
    String version = store(source);
    store.makeLive(source.program().orElseThrow().workflow(), version);
    return version;
  }

  public Engine engine() {
    return engine;
  }

  public ProgramStore programs() {
    return store.programs();
  }

  /// The version of a workflow that a call by its name gets.
  public Optional<String> live(String workflow) {
    return store.live(workflow);
  }

  public Health health() {
    return store.health();
  }

  @Override
  public void close() {
    engine.close();
    store.close();
  }
}
