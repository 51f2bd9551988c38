package dev.flowstone.tests.kill;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Recovery;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A process that starts or resumes the executions of a wave and ends when all of them have; made
/// to be killed.
final class Victim {

  private Victim() {}

  /// Arguments: the folder of the store, the file of the records, the number of the wave.
  public static void main(String[] arguments) throws IOException {
    Thread.ofPlatform().daemon().start(Victim::dieWithTheParent);
    Path folder = Path.of(arguments[0]);
    Records records = new Records(Path.of(arguments[1]));
    Wave wave = new Wave(Integer.parseInt(arguments[2]));
    if (!(SqliteStore.open(folder) instanceof SqliteStore.Opening.Ready(SqliteStore store))) {
      throw new IllegalStateException("the store does not open");
    }
    Settings settings =
        Settings.standardBut(draft -> draft.inPlace = java.time.Duration.ofMillis(500));
    Ports ports =
        Ports.of(store.executions(), store.programs(), Handlers.registry(records), store.host());
    Engine engine = new Engine(ports, settings);
    Recovery recovery = new Recovery(engine);
    recovery.serve();
    for (Wave.Member member : wave.members()) {
      var program = Wave.program(member.shape());
      store.programs().put(program);
      engine.start(member.name(), program.version(), member.input());
    }
    System.out.println("started");
    while (!ended(store.executions(), wave)) {
      LockSupport.parkNanos(20_000_000);
    }
    recovery.close();
    engine.close();
    store.close();
    System.exit(0);
  }

  private static boolean ended(ExecutionStore executions, Wave wave) {
    return wave.members().stream()
        .allMatch(member ->
            executions.meta(member.name()).filter(meta -> meta.endedAt().isPresent()).isPresent());
  }

  private static void dieWithTheParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent says nothing; it only holds on to the other end.
      }
    } catch (IOException e) {
      // The end of the parent, too.
    }
    Runtime.getRuntime().halt(3);
  }
}
