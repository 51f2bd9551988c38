package dev.flowstone.lambda.aws;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The SQS that tests talk to: an ElasticMQ that is started for them, or what
/// `-Dflowstone.sqs.endpoint=...` names.
public final class Sqs {

  private static final String ENDPOINT = "flowstone.sqs.endpoint";

  private static @Nullable URI endpoint;
  private static @Nullable SqsClient client;

  private Sqs() {}

  public static synchronized URI endpoint() {
    if (endpoint == null) {
      String given = System.getProperty(ENDPOINT);
      endpoint = given != null ? URI.create(given) : start();
    }
    return endpoint;
  }

  private static URI start() {
    return Emulator.start(
            "elasticmq",
            "org.elasticmq.server.Main",
            port ->
                List.of(
                    "-Drest-sqs.bind-hostname=127.0.0.1",
                    "-Drest-sqs.bind-port=" + port,
                    "-Dnode-address.host=127.0.0.1",
                    "-Dnode-address.port=" + port,
                    "-Drest-stats.enabled=false"))
        .endpoint();
  }

  /// The client that all tests share.
  public static synchronized SqsClient client() {
    if (client == null) {
      client =
          SqsClient.builder()
              .endpointOverride(endpoint())
              .region(Region.US_EAST_1)
              .credentialsProvider(DynamoDb.credentials())
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .build();
    }
    return client;
  }

  /// The URL of a queue that no other test has.
  public static String freshQueue() {
    return client().createQueue(r -> r.queueName("flowstone-" + UUID.randomUUID())).queueUrl();
  }
}
