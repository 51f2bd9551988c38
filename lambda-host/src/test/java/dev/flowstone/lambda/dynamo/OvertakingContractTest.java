package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ExecutionStoreContract;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.Fault;
import dev.flowstone.lambda.aws.Faults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The contract where requests overtake each other on their way.
class OvertakingContractTest extends ExecutionStoreContract {
  private static final int SEED = 7;
  private static final DynamoDbServer SERVER = DynamoDbServer.start();
  private static final DynamoDbClient CLIENT = Table.connection(SERVER);
  private static final Bucket BUCKET = new Bucket();

  @AfterAll
  static void close() {
    BUCKET.close();
    CLIENT.close();
    SERVER.close();
  }

  @Override
  protected ExecutionStore open() {
    SERVER.faults(Faults.seeded(SEED, 30, List.of(Fault.HELD)));
    return Table.create(CLIENT).store(Optional.of(BUCKET.payloads()));
  }
}
