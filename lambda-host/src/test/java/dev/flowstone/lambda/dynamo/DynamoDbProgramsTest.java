package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class DynamoDbProgramsTest extends ProgramStoreContract {
  private final Bucket bucket = new Bucket();

  @AfterEach
  void closeBucket() {
    bucket.close();
  }

  @Override
  protected ProgramStore programs() {
    return Table.create().programs(Optional.of(bucket.payloads()));
  }
}
