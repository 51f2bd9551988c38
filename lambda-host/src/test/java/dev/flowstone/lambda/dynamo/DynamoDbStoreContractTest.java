package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ExecutionStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

class DynamoDbStoreContractTest extends ExecutionStoreContract {
  private static final Bucket BUCKET = new Bucket();

  @AfterAll
  static void closeBucket() {
    BUCKET.close();
  }

  @Override
  protected ExecutionStore open() {
    return Table.create().store(Optional.of(BUCKET.payloads()));
  }
}
