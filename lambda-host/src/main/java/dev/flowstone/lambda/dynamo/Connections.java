package dev.flowstone.lambda.dynamo;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// The clients as the store wants them: they give up early, since the engine repeats what failed,
/// unchanged and with longer pauses. The builders bring region, credentials and endpoint.
public final class Connections {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// Objects are larger than items by far.
  private static final int OBJECT_PATIENCE = 5;

  private static final int ATTEMPTS = 3;

  private Connections() {}

  public static DynamoDbClient dynamoDb(DynamoDbClientBuilder builder) {
    return configured(builder, 1).httpClientBuilder(http(1)).build();
  }

  public static S3Client s3(S3ClientBuilder builder) {
    return configured(builder, OBJECT_PATIENCE).httpClientBuilder(http(OBJECT_PATIENCE)).build();
  }

  private static UrlConnectionHttpClient.Builder http(int patience) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(ATTEMPT.multipliedBy(patience));
  }

  private static <B extends AwsClientBuilder<B, C>, C> B configured(B builder, int patience) {
    BackoffStrategy pauses = BackoffStrategy.exponentialDelay(PAUSE, LONGEST_PAUSE);
    StandardRetryStrategy retries =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(ATTEMPTS)
            .backoffStrategy(pauses)
            .throttlingBackoffStrategy(pauses)
            .build();
    return builder.overrideConfiguration(
        ClientOverrideConfiguration.builder()
            .retryStrategy(retries)
            .apiCallAttemptTimeout(ATTEMPT.multipliedBy(patience))
            .apiCallTimeout(CALL.multipliedBy(patience))
            .build());
  }
}
