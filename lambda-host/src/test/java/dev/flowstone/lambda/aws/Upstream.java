package dev.flowstone.lambda.aws;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/// Another DynamoDB, to which requests are passed on as they came.
final class Upstream {

  /// What the client knows better than the request that came, and refuses to be told.
  private static final List<String> OWN =
      List.of("connection", "content-length", "expect", "host", "upgrade");

  private final URI endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Upstream(URI endpoint) {
    this.endpoint = endpoint;
  }

  DynamoDbServer.Answer answer(Headers headers, byte[] body) throws IOException {
    var request = HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(body));
    headers.forEach((name, values) -> {
      if (OWN.stream().noneMatch(name::equalsIgnoreCase)) {
        values.forEach(value -> request.header(name, value));
      }
    });
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new DynamoDbServer.Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while another DynamoDB was asked");
    }
  }
}
