package dev.flowstone.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that runs twenty executions, at random moments, and resumes them in another (I8,
/// I10).
///
/// `-Dkill.rounds=200 -Dkill.seed=S` runs the long form.
final class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 15);
  private static final long SEED = Long.getLong("kill.seed", 20_260_101L);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void losesNothingAndRepeatsNothingWhenItsHostIsKilled() throws Exception {
    Random random = new Random(SEED);
    Path records = folder.resolve("records");
    int wave = 0;
    int kills = 0;
    try (SqliteStore store = open()) {
      Engine sender = sender(store);
      while (kills < ROUNDS) {
        Wave current = new Wave(wave);
        try (var _ = new Signaller(sender, random(random), current)) {
          boolean ended = false;
          while (!ended && kills < ROUNDS) {
            ended = killed(victim(records, wave), random);
            kills += ended ? 0 : 1;
          }
          if (!ended) {
            finish(victim(records, wave), store.executions(), current);
          }
        }
        check(store.executions(), sender, current, new Records(records).read());
        wave++;
      }
      sender.close();
    }
    System.out.printf(
        "kills=%d waves=%d executions=%d calls=%d violations=0 seed=%d%n",
        kills, wave, wave * 20, new Records(records).read().size(), SEED);
  }

  private SqliteStore open() {
    return assertInstanceOf(
            SqliteStore.Opening.Ready.class, SqliteStore.open(folder.resolve("store")))
        .store();
  }

  private static Engine sender(SqliteStore store) {
    Ports ports =
        Ports.of(store.executions(), store.programs(), HandlerRegistry.of(), store.host());
    return new Engine(ports, Settings.standard());
  }

  private static Random random(Random from) {
    return new Random(from.nextLong());
  }

  private Process victim(Path records, int wave) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Victim.class.getName());
    command.add(folder.resolve("store").toString());
    command.add(records.toString());
    command.add(Integer.toString(wave));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Kills the process at a random moment: mostly while it works, one time in four while it is
  /// still coming up. Tells whether it ended by itself.
  private static boolean killed(Process victim, Random random) throws Exception {
    if (random.nextInt(4) > 0) {
      // The line comes when everything has been taken over; no line, when there was nothing left to
      // do.
      victim.inputReader().readLine();
    }
    if (victim.waitFor(random.nextInt(1_200), TimeUnit.MILLISECONDS)) {
      assertEquals(0, victim.exitValue(), "seed " + SEED);
      return true;
    }
    victim.destroyForcibly();
    victim.waitFor();
    return false;
  }

  private static void finish(Process victim, ExecutionStore store, Wave wave)
      throws InterruptedException {
    boolean over = victim.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    victim.destroyForcibly();
    assertTrue(over, () -> "the executions do not end; seed " + SEED + ": " + unended(store, wave));
    assertEquals(0, victim.exitValue(), "seed " + SEED);
  }

  private static List<String> unended(ExecutionStore store, Wave wave) {
    return wave.members().stream()
        .flatMap(member -> store.meta(member.name()).stream())
        .filter(meta -> meta.endedAt().isEmpty())
        .map(Object::toString)
        .toList();
  }

  private static void check(
      ExecutionStore store, Engine engine, Wave wave, List<Records.Begun> records) {
    Map<String, List<Records.Begun>> byName = new HashMap<>();
    records.forEach(
        begun -> byName.computeIfAbsent(begun.execution(), name -> new ArrayList<>()).add(begun));
    for (Wave.Member member : wave.members()) {
      String where = member.name() + ", seed " + SEED;
      State state = engine.describe(member.name()).orElseThrow().state();
      assertEquals(member.expected(), outcome(state), where);
      Conduct.checkCalls(
          store, member.name(), byName.getOrDefault(member.name(), List.of()), where);
      if ("saga".equals(member.shape())) {
        Conduct.checkUndos(
            List.of("c.undo", "b.undo", "a.undo"),
            byName.getOrDefault(member.name(), List.of()),
            where);
      }
    }
  }

  private static String outcome(State state) {
    if (state.status() == Status.SUCCEEDED
        && state.result().orElseThrow() instanceof Value.Fields fields
        && fields.get("sum").orElseThrow() instanceof Value.Int(long sum)) {
      return "SUCCEEDED " + sum;
    }
    return state.status() + state.error().map(error -> " " + error.name()).orElse("");
  }
}
