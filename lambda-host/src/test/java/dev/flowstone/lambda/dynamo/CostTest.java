package dev.flowstone.lambda.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import dev.flowstone.stdlib.StandardHandlers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the engine's executions cost, by the account of the server.
@Timeout(60)
class CostTest {
  private static final String NAME = "order-2026-00012345";
  private static final String INPUT =
      """
      {"order_id": "2026-00012345", "customer": {"name": "Ada Lovelace", "email": "ada@example.com"}, "total": 129.9}
      """;

  private final DynamoDbServer server = DynamoDbServer.start();
  private final Table table = Table.create(server);
  private final DynamoDbStore store = table.store();
  private final MemoryPrograms programs = new MemoryPrograms();
  private final Engine engine =
      new Engine(
          Ports.of(store, programs, StandardHandlers.registry(), "host-4f1c22d09a7be331"),
          Settings.standardBut(draft -> draft.retention = Optional.of(Duration.ofDays(30))));

  @AfterEach
  void stop() {
    engine.close();
    server.close();
  }

  @Test
  void anOrderOfTenStepsCosts16WriteUnits() throws IOException {
    double before = server.writeUnits();

    assertEquals(new Departure.Ended(Status.SUCCEEDED), start("ten_steps.flow"));

    assertEquals(16, server.writeUnits() - before);
    assertEquals(units(3), store.meter().usage(Operation.CREATE).capacity());
    assertEquals(units(10), store.meter().usage(Operation.APPEND).capacity());
    assertEquals(10, store.meter().usage(Operation.APPEND).requests());
    assertEquals(units(3), store.meter().usage(Operation.FINISH).capacity());
    assertEquals(12, store.meta(NAME).orElseThrow().writes());
  }

  @Test
  void oneWaitAndOneSignalCostEightMore() throws IOException {
    double before = server.writeUnits();

    assertInstanceOf(Departure.Waiting.class, start("ten_steps_and_an_approval.flow"));
    Value approval = json("{\"approved\": true, \"by\": \"Grace Hopper\"}");
    Sending sent = engine.signal(NAME, "approval", approval, Optional.of("mail-7712"));
    assertInstanceOf(Sending.Accepted.class, sent);
    double reads = server.readUnits();
    Resumption.Running running = assertInstanceOf(Resumption.Running.class, engine.resume(NAME));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), running.departure().join());

    assertEquals(24, server.writeUnits() - before);
    assertEquals(units(3), store.meter().usage(Operation.RELEASE).capacity());
    assertEquals(units(3), store.meter().usage(Operation.DELIVER).capacity());
    assertEquals(units(11), store.meter().usage(Operation.APPEND).capacity());
    assertEquals(1, store.meter().usage(Operation.CLAIM).capacity().writeUnits());
    assertEquals(2, store.meter().usage(Operation.CLAIM).requests(), "one update, one query");
    assertTrue(server.readUnits() - reads <= 2, "one query of less than 8 KB");
  }

  @Test
  void aForgedTokenCostsOneReadOfTheHead() throws IOException {
    start("ten_steps_and_an_approval.flow");
    Waiting.Signal wait =
        assertInstanceOf(
            Waiting.Signal.class, engine.describe(NAME).orElseThrow().waitingFor().getFirst());
    String forged = wait.token().substring(0, wait.token().length() - 2) + "xx";
    double reads = server.readUnits();
    long requests = store.meter().usage(Operation.READ).requests();

    assertInstanceOf(
        Sending.BadToken.class, engine.callback(forged, new CallbackAnswer.Heartbeat()));

    assertEquals(1, server.readUnits() - reads);
    assertEquals(1, store.meter().usage(Operation.READ).requests() - requests);
  }

  @Test
  void theMetaStaysWithinOneKilobyte() throws IOException {
    start("ten_steps_and_an_approval.flow");
    assertTrue(meta().has(MetaItem.FIRST), "the first slot is in it");
    assertTrue(meta().size() <= 1024, meta().size() + " bytes while it waits");

    engine.signal(
        NAME,
        "approval",
        json("{\"approved\": true, \"by\": \"Grace Hopper\"}"),
        Optional.of("mail-7712"));
    assertTrue(meta().size() <= 1024, meta().size() + " bytes with a signal");
    assertInstanceOf(Resumption.Running.class, engine.resume(NAME)).departure().join();

    assertTrue(meta().size() <= 1024, meta().size() + " bytes at its end");
  }

  @Test
  void theMetaTellsWhatTheExecutionHasConsumed() throws IOException {
    double writes = server.writeUnits();
    double reads = server.readUnits();
    start("ten_steps_and_an_approval.flow");
    engine.signal(NAME, "approval", json("{\"approved\": true, \"by\": \"me\"}"), Optional.of("k"));
    assertInstanceOf(Resumption.Running.class, engine.resume(NAME)).departure().join();

    Capacity consumed = new Capacity(server.readUnits() - reads, server.writeUnits() - writes);
    assertEquals(consumed, store.total());
    Capacity told = store.meta(NAME).orElseThrow().capacity().orElseThrow();
    assertEquals(consumed.writeUnits(), told.writeUnits());
    assertEquals(consumed.readUnits() + 1, told.readUnits(), "and this question");
    // Another host sees what was written with the end.
    Capacity stored = table.store().meta(NAME).orElseThrow().capacity().orElseThrow();
    assertEquals(consumed.writeUnits(), stored.writeUnits());
  }

  @Test
  void aLargeInputCostsItsKilobytesOnce() throws IOException {
    StringBuilder name = new StringBuilder();
    for (int i = 0; name.length() < 3000; i++) {
      name.append(Integer.toHexString(i * 0x9E3779B9));
    }
    String input = INPUT.replace("Ada Lovelace", name);
    double before = server.writeUnits();
    assertEquals(new Departure.Ended(Status.SUCCEEDED), start("ten_steps.flow", input));

    double cost = server.writeUnits() - before;
    assertTrue(cost >= 17 && cost <= 20, cost + " units");
    assertTrue(!meta().has(MetaItem.FIRST));
  }

  private Item meta() {
    return table.item(Keys.meta(NAME));
  }

  private Departure start(String file) throws IOException {
    return start(file, INPUT);
  }

  private Departure start(String file, String input) throws IOException {
    StoredProgram program = program(file);
    programs.put(program);
    Start start = engine.start(NAME, program.version(), (Value.Fields) json(input));
    return assertInstanceOf(Start.Begun.class, start).departure().join();
  }

  private static Capacity units(double writes) {
    return new Capacity(0, writes);
  }

  private static Value json(String text) {
    return switch (ValueJson.parse(text.getBytes(StandardCharsets.UTF_8))) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem -> throw new AssertionError(problem.describe());
    };
  }

  private static StoredProgram program(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(CostTest.class.getResourceAsStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Workflow workflow = TextParser.parse(new SourceText(file, text)).value().orElseThrow();
      Program program = Compiler.compile(workflow, Analysis.of(workflow)).program().orElseThrow();
      return new StoredProgram(
          program.workflow(), ProgramHash.of(program), ProgramCodec.bytes(program), text, file);
    }
  }
}
