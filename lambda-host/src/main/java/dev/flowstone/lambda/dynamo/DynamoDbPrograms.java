package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Programs by version, for ever, in the table of the executions, and the [Registry] of what was
/// uploaded.
public final class DynamoDbPrograms implements ProgramStore {
  static final String WORKFLOW = "wf";
  static final String FILE = "fn";
  static final String AT = "a";
  static final String BY = "by";
  private static final String SOURCE = "src";
  private static final String BODY = "bd";
  private static final Bill BILL = Bill.of(Operation.PROGRAMS);

  private final Requests requests;
  private final Bodies bodies;
  private final InstantSource clock;

  public DynamoDbPrograms(
      DynamoDbClient client, String table, Optional<Payloads> payloads, InstantSource clock) {
    this.requests = new Requests(client, table, new Meter());
    this.bodies = new Bodies(payloads);
    this.clock = clock;
  }

  public Registry registry() {
    return new Registry(requests, this, clock);
  }

  @Override
  public void put(StoredProgram program) {
    var _ = registry().upload(program, "");
  }

  @Override
  public Optional<StoredProgram> get(String version) {
    return requests
        .get(BILL, Keys.program(version))
        .map(item ->
            new StoredProgram(
                item.text(WORKFLOW),
                version,
                bodies.read(item.map(BODY)),
                new String(bodies.read(item.map(SOURCE)), StandardCharsets.UTF_8),
                item.text(FILE)));
  }

  /// Where a version is stored already, the item that is there.
  Optional<Item> store(StoredProgram program, String by, Instant at) {
    byte[] source = program.source().getBytes(StandardCharsets.UTF_8);
    Item.Draft item =
        new Item.Draft(Keys.program(program.version()))
            .put(WORKFLOW, Item.of(program.workflow()))
            .put(FILE, Item.of(program.sourceName()))
            .put(AT, Item.of(at))
            .put(BY, Item.of(by));
    String name = "programs/" + program.version();
    String prefix = Payloads.prefix(Optional.empty());
    int left = Bodies.INLINE_BYTES;
    left -= bodies.putWithin(left, item, BODY, program.body(), prefix, name);
    var _ = bodies.putWithin(left, item, SOURCE, source, prefix, name + ".flow");
    Written written = requests.put(BILL, item.item(), new Condition().absent(Tables.PK));
    return switch (written) {
      case Written.Done _ -> Optional.empty();
      case Written.Refused(Optional<Item> present) -> present;
    };
  }
}
