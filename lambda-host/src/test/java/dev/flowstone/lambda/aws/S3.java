package dev.flowstone.lambda.aws;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The S3 that tests talk to: an S3Mock that is started for them, or what
/// `-Dflowstone.s3.endpoint=...` names.
public final class S3 {

  private static final String ENDPOINT = "flowstone.s3.endpoint";

  private static @Nullable URI endpoint;
  private static @Nullable S3Client client;

  private S3() {}

  public static synchronized URI endpoint() {
    if (endpoint == null) {
      String given = System.getProperty(ENDPOINT);
      endpoint = given != null ? URI.create(given) : start();
    }
    return endpoint;
  }

  private static URI start() {
    return Emulator.start(
            "s3mock",
            "com.adobe.testing.s3mock.S3MockApplication",
            port ->
                List.of(
                    "-Dserver.port=0",
                    "-Dserver.address=127.0.0.1",
                    "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                    "-Dlogging.level.root=WARN"))
        .endpoint();
  }

  /// The client that all tests share; buckets stand in the path.
  public static synchronized S3Client client() {
    if (client == null) {
      client =
          S3Client.builder()
              .endpointOverride(endpoint())
              .region(Region.US_EAST_1)
              .forcePathStyle(true)
              .credentialsProvider(DynamoDb.credentials())
              .httpClientBuilder(UrlConnectionHttpClient.builder())
              .build();
    }
    return client;
  }

  /// The name of a bucket that no other test has.
  public static String freshBucket() {
    String name = "flowstone-" + UUID.randomUUID();
    client().createBucket(r -> r.bucket(name));
    return name;
  }
}
