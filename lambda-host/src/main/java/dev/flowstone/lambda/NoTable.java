package dev.flowstone.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/// A table that takes every write, without a network: what a [Rehearsal] writes to. It knows one
/// item, the first that was put, and shows it as the outcome of every update.
final class NoTable implements SdkHttpClient {
  private @Nullable Value item;

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        byte[] answer = answer(request);
        return HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(200)
                    .putHeader("Content-Type", "application/x-amz-json-1.0")
                    .putHeader("Content-Length", Integer.toString(answer.length))
                    .build())
            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  private synchronized byte[] answer(HttpExecuteRequest request) throws IOException {
    String operation =
        request
            .httpRequest()
            .firstMatchingHeader("X-Amz-Target")
            .orElse("")
            .replaceAll(".*\\.", "");
    Document answer = new Document();
    if (operation.equals("PutItem") && item == null) {
      item = put(request).orElse(null);
    } else if (operation.equals("UpdateItem") && item != null) {
      answer.put("Attributes", item);
    }
    return answer.json().getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Value> put(HttpExecuteRequest request) throws IOException {
    try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
      return ValueJson.parse(body.readAllBytes())
              instanceof ValueJson.Parsed.Ok(Value.Fields fields)
          ? fields.get("Item")
          : Optional.empty();
    }
  }

  @Override
  public void close() {}
}
