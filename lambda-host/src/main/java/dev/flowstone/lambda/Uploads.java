package dev.flowstone.lambda;

import dev.flowstone.grammar.source.SourceReader;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.Refused;
import dev.flowstone.lambda.request.Event;
import dev.flowstone.lambda.request.Request;
import dev.flowstone.lambda.request.RequestReader;
import dev.flowstone.lambda.watch.JsonLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Takes in workflows that were put into a bucket, and writes beside each what became of it, as
/// `<key>.result.json`: `{"status": …, "body": {…}}`, the answer that a direct upload gets.
final class Uploads {
  private static final String RESULT = ".result.json";

  private final Optional<Later<S3Client>> client;
  private final Workflows workflows;
  private final JsonLog log;

  Uploads(Optional<Later<S3Client>> client, Workflows workflows, JsonLog log) {
    this.client = client;
    this.workflows = workflows;
    this.log = log;
  }

  /// Throws where a store does not answer, so that the event comes again.
  Answer take(List<Event.Put> objects) {
    if (client.isEmpty()) {
      return Answer.refused(Refused.BAD_REQUEST, "this host has no bucket");
    }
    int taken = 0;
    for (Event.Put object : objects) {
      if (!object.key().endsWith(RESULT)) {
        take(client.get().get(), object);
        taken++;
      }
    }
    return Answer.ok(new Document().put("taken", taken).value());
  }

  private void take(S3Client s3, Event.Put object) {
    Answer answer;
    try {
      answer = uploaded(source(s3, object), object.key());
    } catch (IOException | SdkException e) {
      throw new StoreUnavailable("the object cannot be read", e);
    }
    String json =
        ValueJson.tagged(
            new Document().put("status", answer.status()).put("body", answer.body()).value());
    s3.putObject(
        request ->
            request
                .bucket(object.bucket())
                .key(object.key() + RESULT)
                .contentType("application/json"),
        RequestBody.fromString(json));
    log.log(
        answer.accepted() ? Level.INFO : Level.WARNING,
        "a workflow was uploaded through a bucket",
        Map.of("key", object.key(), "answer", answer.complaint()));
  }

  private static byte[] source(S3Client s3, Event.Put object) throws IOException {
    try (var in = s3.getObject(request -> request.bucket(object.bucket()).key(object.key()))) {
      return in.readNBytes(SourceReader.MOST_BYTES + 1);
    }
  }

  private Answer uploaded(byte[] source, String key) {
    String file = key.substring(key.lastIndexOf('/') + 1);
    return workflows.upload(
        new Request.Upload(file, "", Optional.of(RequestReader.LIVE), false), source, "");
  }
}
