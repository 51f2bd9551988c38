package dev.flowstone.tests.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The least that a function with a state does: one read of an item and one conditional update of
/// it. What a cold start of the host is compared with.
///
/// Before a snapshot it is primed as the host is: it goes once through what an invocation does,
/// with a server in this process and made-up credentials, and makes its client after the restore.
public final class BareFunction implements RequestStreamHandler {
  private static final String TABLE = System.getenv().getOrDefault("FLOWSTONE_TABLE", "none");
  private static final boolean SNAPSHOT =
      "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

  private static @Nullable DynamoDbClient client = SNAPSHOT ? null : builder().build();

  /// Made before the snapshot too. The class is there by then, so that another thread may use it.
  public BareFunction() {
    if (SNAPSHOT) {
      prime();
    }
  }

  private static DynamoDbClientBuilder builder() {
    return DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create());
  }

  private static synchronized DynamoDbClient client() {
    DynamoDbClient made = client;
    if (made == null) {
      made = builder().build();
      client = made;
    }
    return made;
  }

  private static void prime() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", BareFunction::answer);
      server.start();
      try (DynamoDbClient other =
          builder()
              .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
              .build()) {
        var _ = count(other);
      } finally {
        server.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] nothing = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, nothing.length);
      exchange.getResponseBody().write(nothing);
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    output.write(("{\"count\":" + count(client()) + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static long count(DynamoDbClient table) {
    Map<String, AttributeValue> key =
        Map.of("pk", AttributeValue.fromS("bare"), "sk", AttributeValue.fromS("bare"));
    long count =
        table
                .getItem(request -> request.tableName(TABLE).key(key).consistentRead(true))
                .item()
                .containsKey("n")
            ? 1
            : 0;
    table.updateItem(request ->
        request
            .tableName(TABLE)
            .key(key)
            .updateExpression("SET #n = :n")
            .conditionExpression("attribute_not_exists(#n) OR #n <= :n")
            .expressionAttributeNames(Map.of("#n", "n"))
            .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("" + (count + 1)))));
    return count;
  }

  /// The rehearsal that fills an ahead-of-time cache.
  public static void main(String[] arguments) throws IOException {
    new BareFunction().handleRequest(InputStream.nullInputStream(), System.out, null);
  }
}
