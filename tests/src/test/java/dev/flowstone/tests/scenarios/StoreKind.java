package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.dynamo.DynamoDbPrograms;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
import dev.flowstone.lambda.dynamo.Tables;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The stores that there are. DynamoDB is the server of the tests, or what
/// `-Dflowstone.dynamodb.endpoint=...` names.
enum StoreKind {
  MEMORY,
  SQLITE,
  DYNAMODB;

  /// A store of a test's own; closing it lets go of what it holds.
  record Opened(ExecutionStore executions, ProgramStore programs, Runnable closing) {}

  Opened open(Path folder, InstantSource clock) {
    return switch (this) {
      case MEMORY -> new Opened(new MemoryStore(), new MemoryPrograms(), () -> {});
      case SQLITE -> {
        SqliteStore store =
            assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder)).store();
        yield new Opened(store.executions(), store.programs(), store::close);
      }
      case DYNAMODB -> {
        DynamoDbClient client = DynamoDb.client();
        String table = DynamoDb.freshTableName();
        client.createTable(Tables.table(table));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        yield new Opened(
            new DynamoDbStore(client, table, Optional.empty(), Optional.empty(), clock),
            new DynamoDbPrograms(client, table, Optional.empty(), clock),
            () -> client.deleteTable(request -> request.tableName(table)));
      }
    };
  }
}
