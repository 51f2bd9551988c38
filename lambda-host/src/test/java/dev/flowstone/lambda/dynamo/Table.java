package dev.flowstone.lambda.dynamo;

import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.aws.DynamoDbServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/// A table of a test's own, with the workflows that the tests start in its registry.
record Table(DynamoDbClient client, String name) {

  static Table create(DynamoDbClient client) {
    String name = DynamoDb.freshTableName();
    client.createTable(Tables.table(name));
    BackoffStrategy pauses = BackoffStrategy.fixedDelay(Duration.ofMillis(100));
    try (DynamoDbWaiter waiter =
        DynamoDbWaiter.builder()
            .client(client)
            .overrideConfiguration(waiting -> waiting.backoffStrategyV2(pauses).maxAttempts(100))
            .build()) {
      var _ = waiter.waitUntilTableExists(request -> request.tableName(name));
    }
    if (!DynamoDb.isForeign()) {
      client.updateTimeToLive(Tables.timeToLive(name));
    }
    Table table = new Table(client, name);
    var workflows = new Workflows(new Requests(client, name, new Meter()));
    workflows.add("orders");
    workflows.add("payments");
    return table;
  }

  /// Over the connection that the store is meant to have.
  static Table create(DynamoDbServer server) {
    return create(connection(server));
  }

  static DynamoDbClient connection(DynamoDbServer server) {
    return Connections.dynamoDb(
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
  }

  static Table create() {
    return create(DynamoDb.client());
  }

  DynamoDbStore store(Optional<Payloads> payloads) {
    return new DynamoDbStore(
        client, name, payloads, Optional.of(Duration.ofDays(30)), InstantSource.system());
  }

  /// An item as it is stored.
  Item item(Keys key) {
    return new Item(
        client.getItem(r -> r.tableName(name).key(Requests.key(key)).consistentRead(true)).item());
  }

  DynamoDbStore store() {
    return store(Optional.empty());
  }

  DynamoDbPrograms programs(Optional<Payloads> payloads) {
    return new DynamoDbPrograms(client, name, payloads, InstantSource.system());
  }
}
