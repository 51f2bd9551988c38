package dev.flowstone.lambda.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The forms of answers, and how much Lambda takes.
final class AnswerWriterTest {
  private static final int LAMBDA_TAKES = 6 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void sendsNothingThatIsTooLargeOnceItIsInTheFormOfTheEvent() throws IOException {
    Value text = new Value.Text("\"".repeat(2 << 20)); // 4 MB as JSON, 8 MB as text within JSON
    Answer answer = Answer.ok(new Document().put("result", text).value());

    assertEquals(200, JSON.readTree(AnswerWriter.direct(answer)).path("status").asInt());
    byte[] sent = AnswerWriter.http(answer);

    assertTrue(sent.length < LAMBDA_TAKES, sent.length + " bytes");
    JsonNode instead = JSON.readTree(sent);
    assertEquals(413, instead.path("statusCode").asInt());
    assertEquals(
        "Refused", JSON.readTree(instead.path("body").asText()).at("/error/code").asText());
  }
}
