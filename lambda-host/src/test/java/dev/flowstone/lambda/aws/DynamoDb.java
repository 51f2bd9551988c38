package dev.flowstone.lambda.aws;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// The DynamoDB that tests talk to: a server of this process, or the one that
/// `-Dflowstone.dynamodb.endpoint=...` names.
public final class DynamoDb {

  private static final String ENDPOINT = "flowstone.dynamodb.endpoint";

  private DynamoDb() {}

  /// One server for all tests of a process; tests keep apart by the names of their tables.
  private static final class Shared {
    private static final DynamoDbServer SERVER = DynamoDbServer.start();
    private static @Nullable DynamoDbClient client;

    static synchronized DynamoDbClient client() {
      if (client == null) {
        client = DynamoDb.client(endpoint());
      }
      return client;
    }
  }

  /// Whether tests talk to a server that is not ours and knows no faults.
  public static boolean isForeign() {
    return System.getProperty(ENDPOINT) != null;
  }

  public static URI endpoint() {
    String given = System.getProperty(ENDPOINT);
    return given != null ? URI.create(given) : Shared.SERVER.endpoint();
  }

  /// A server of a test's own: ours, or a proxy before the one that was named.
  public static DynamoDbServer server() {
    return isForeign() ? DynamoDbServer.before(endpoint()) : DynamoDbServer.start();
  }

  /// The client that all tests share.
  public static DynamoDbClient client() {
    return Shared.client();
  }

  /// A client for a server of a test's own.
  public static DynamoDbClient client(URI endpoint) {
    return builder(endpoint).build();
  }

  /// A client to which every failure is the last.
  public static DynamoDbClient clientWithoutRetries(URI endpoint) {
    return builder(endpoint)
        .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  private static DynamoDbClientBuilder builder(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(30)));
  }

  static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  /// A name that no other test has.
  public static String freshTableName() {
    return "flowstone-" + UUID.randomUUID();
  }
}
