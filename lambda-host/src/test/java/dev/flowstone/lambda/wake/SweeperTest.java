package dev.flowstone.lambda.wake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.StepLoggers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.lambda.StandingTime;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
import dev.flowstone.lambda.dynamo.Tables;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a sweep finds.
final class SweeperTest {
  private final StandingTime time = new StandingTime();
  private final MemoryStore store = new MemoryStore();

  @Test
  void findsWhatIsLostAmongAsManyAsItLooksAtThatAreHeld() {
    for (int i = 0; i < 1_000; i++) {
      create("held" + i, Optional.of(new Holder("host", Duration.ofSeconds(60), Optional.empty())));
    }
    time.advance(Duration.ofSeconds(1));
    create("lost", Optional.empty());
    time.advance(Duration.ofSeconds(50));

    assertEquals(1, sweeper().sweep().due());
  }

  private void create(String name, Optional<Holder> holder) {
    Instant now = time.instant();
    Slot first = new Slot(0, holder.isPresent() ? 1 : 0, name, now, new byte[0]);
    NewExecution execution =
        new NewExecution(name, name, "w", "v", "h", 1, "RUNNING", first, Optional.empty());
    var _ = store.create(execution, holder, now);
  }

  private Sweeper sweeper() {
    JsonLog log = new JsonLog(_ -> {}, time, Level.INFO, Set.of());
    Metrics metrics = new Metrics(log, time, Optional.empty());
    Ports ports =
        new Ports(
            store,
            new MemoryPrograms(),
            HandlerRegistry.of(),
            "host",
            time,
            time,
            new Random(1),
            StepLoggers.silent(),
            Observer.deaf());
    String table = DynamoDb.freshTableName();
    DynamoDb.client().createTable(Tables.table(table));
    DynamoDbStore expired =
        new DynamoDbStore(DynamoDb.client(), table, Optional.empty(), Optional.empty(), time);
    return new Sweeper(
        new Engine(ports, Settings.standard()),
        new Wakes(Optional.empty(), Optional.empty(), time, log, metrics),
        expired.purge(),
        time,
        metrics);
  }
}
