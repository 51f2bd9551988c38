package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.interpreter.handler.PermanentError;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a tracer sees of the handlers that a host calls.
final class TracedHostTest {
  private static final String FLOW =
      """
      workflow traced

      first = step test.say(what: "fine")
      second = step test.say(what: "fail")
      return second.said
      """;

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final Rig rig =
      new Rig(
          (what, _) -> {
            Span.current().addEvent("handling " + what);
            if (what.equals("fail")) {
              throw new PermanentError("Refused", "not so");
            }
            return what;
          },
          telemetry);

  @AfterEach
  void stop() {
    rig.close();
    telemetry.close();
  }

  @Test
  void whatAHandlerDoesIsPartOfTheSpanOfItsAttempt() {
    rig.upload(FLOW);

    rig.send("{'action':'start','workflow':'traced','name':'a','wait':1}");

    assertEquals(
        List.of(
            "first of a: [handling fine], UNSET null",
            "second of a: [handling fail], ERROR Refused"),
        spans.getFinishedSpanItems().stream().map(TracedHostTest::shown).toList());
  }

  private static String shown(SpanData span) {
    return "%s of %s: %s, %s %s"
        .formatted(
            span.getName(),
            span.getAttributes().get(AttributeKey.stringKey("flowstone.execution.name")),
            span.getEvents().stream().map(event -> event.getName()).toList(),
            span.getStatus().getStatusCode(),
            span.getAttributes().get(AttributeKey.stringKey("error.type")));
  }
}
