package dev.flowstone.lambda.answer;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Writes answers in the form that each event wants.
public final class AnswerWriter {
  /// The most that Lambda takes as an answer.
  private static final int LARGEST = 6 << 20;

  private AnswerWriter() {}

  /// Of a direct invocation: `{"status": …, "body": {…}}`.
  public static byte[] direct(Answer answer) {
    return fitting(
        answer,
        sent -> new Document().put("status", sent.status()).put("body", sent.body()).value());
  }

  /// Of a function URL or an HTTP API.
  public static byte[] http(Answer answer) {
    return fitting(answer, AnswerWriter::call);
  }

  private static Value call(Answer sent) {
    Document headers =
        new Document()
            .put("content-type", "application/json")
            .put("cache-control", "no-store")
            .put("x-content-type-options", "nosniff");
    new TreeMap<>(sent.headers()).forEach(headers::put);
    return new Document()
        .put("statusCode", sent.status())
        .put("headers", headers)
        .put("body", json(sent.body()))
        .put("isBase64Encoded", false)
        .value();
  }

  /// Of a batch of a queue: the messages that are to come again.
  public static byte[] queue(List<String> failed) {
    return json(new Document()
            .put(
                "batchItemFailures",
                failed.stream().map(id -> new Document().put("itemIdentifier", id)).toList())
            .value())
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The whole is measured: as text within JSON a body may take twice its bytes.
  private static byte[] fitting(Answer answer, Function<Answer, Value> form) {
    byte[] sent = json(form.apply(answer)).getBytes(StandardCharsets.UTF_8);
    if (sent.length <= LARGEST) {
      return sent;
    }
    Answer instead =
        Answer.refused(
            Refused.REFUSED,
            413,
            "the answer has %,d bytes; at most %,d can be sent".formatted(sent.length, LARGEST));
    return json(form.apply(instead)).getBytes(StandardCharsets.UTF_8);
  }

  /// A result may hold what JSON cannot say, such as an infinity: then it is told where.
  private static String json(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          json(
              new Value.Fields(
                  Map.of(new Value.Text("unwritable"), new Value.Text(message + " at " + path))));
    };
  }
}
