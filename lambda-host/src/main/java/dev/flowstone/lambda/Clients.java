package dev.flowstone.lambda;

import dev.flowstone.lambda.dynamo.Connections;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The clients of the services that a configuration asks for; those that an execution may do
/// without are made when they are first used.
record Clients(
    DynamoDbClient dynamo,
    Optional<Later<S3Client>> s3,
    Optional<Later<SqsClient>> sqs,
    Optional<Later<SchedulerClient>> scheduler,
    Optional<Later<EventBridgeClient>> events)
    implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration CALL = Duration.ofSeconds(12);
  private static final int ATTEMPTS = 3;

  /// With region, credentials and endpoints as the SDK finds them in the environment.
  static Clients of(Configuration configuration) {
    Later<SdkHttpClient> http =
        new Later<>(() ->
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(ATTEMPT)
                .build());
    return new Clients(
        Connections.dynamoDb(DynamoDbClient.builder()),
        configuration.bucket().map(_ -> new Later<>(() -> Connections.s3(S3Client.builder()))),
        configuration.wakeQueueUrl().map(_ -> new Later<>(() -> made(SqsClient.builder(), http))),
        configuration
            .scheduleGroup()
            .map(_ -> new Later<>(() -> made(SchedulerClient.builder(), http))),
        configuration
            .eventBus()
            .map(_ -> new Later<>(() -> made(EventBridgeClient.builder(), http))));
  }

  private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C made(
      B builder, Later<SdkHttpClient> http) {
    return builder.httpClient(http.get()).overrideConfiguration(limits()).build();
  }

  /// A few attempts that end soon: what they ask for is a hint.
  private static ClientOverrideConfiguration limits() {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(ATTEMPT)
        .apiCallTimeout(CALL)
        .retryStrategy(strategy -> strategy.maxAttempts(ATTEMPTS))
        .build();
  }

  @Override
  public void close() {
    dynamo.close();
    s3.ifPresent(client -> client.ifMade(S3Client::close));
    sqs.ifPresent(client -> client.ifMade(SqsClient::close));
    scheduler.ifPresent(client -> client.ifMade(SchedulerClient::close));
    events.ifPresent(client -> client.ifMade(EventBridgeClient::close));
  }
}
