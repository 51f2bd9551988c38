package dev.flowstone.tests.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The least that a function with a state does: one read of an item and one conditional update of
/// it. What a cold start of the host is compared with.
public final class BareFunction implements RequestStreamHandler {
  private static final DynamoDbClient CLIENT =
      DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
  private static final String TABLE = System.getenv().getOrDefault("FLOWSTONE_TABLE", "none");

  @Override
  public void handleRequest(InputStream input, OutputStream output, @Nullable Context context)
      throws IOException {
    Map<String, AttributeValue> key =
        Map.of("pk", AttributeValue.fromS("bare"), "sk", AttributeValue.fromS("bare"));
    long count =
        CLIENT
                .getItem(request -> request.tableName(TABLE).key(key).consistentRead(true))
                .item()
                .containsKey("n")
            ? 1
            : 0;
    CLIENT.updateItem(request ->
        request
            .tableName(TABLE)
            .key(key)
            .updateExpression("SET #n = :n")
            .conditionExpression("attribute_not_exists(#n) OR #n <= :n")
            .expressionAttributeNames(Map.of("#n", "n"))
            .expressionAttributeValues(Map.of(":n", AttributeValue.fromN("" + (count + 1)))));
    output.write(("{\"count\":" + count + "}").getBytes(StandardCharsets.UTF_8));
  }

  /// The rehearsal that fills an ahead-of-time cache.
  public static void main(String[] arguments) throws IOException {
    new BareFunction().handleRequest(InputStream.nullInputStream(), System.out, null);
  }
}
