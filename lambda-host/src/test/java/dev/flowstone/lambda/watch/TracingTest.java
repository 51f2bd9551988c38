package dev.flowstone.lambda.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.handler.StepContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TracingTest {
  private static final StepContext.Identity ATTEMPT =
      new StepContext.Identity("order-1", "4711", "payment", "4711/payment", 2);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .build();
  private final Tracing tracing = new Tracing(telemetry);

  @AfterEach
  void stop() {
    telemetry.close();
  }

  private Observer.Attempt attempt() {
    return tracing.attempting(ATTEMPT, "payments.charge");
  }

  @Test
  void anAttemptIsASpanThatTellsWhichItIs() {
    attempt().ended(Optional.empty());

    SpanData span = only();
    assertEquals("payment", span.getName());
    assertEquals(SpanKind.INTERNAL, span.getKind());
    assertEquals("dev.flowstone", span.getInstrumentationScopeInfo().getName());
    assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
    assertEquals(attributes().build(), span.getAttributes().toBuilder().build());
  }

  @Test
  void anErrorIsTheStatusOfItsSpan() {
    attempt().ended(Optional.of("CardDeclined"));

    SpanData span = only();
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
    assertEquals(
        attributes().put("error.type", "CardDeclined").build(),
        span.getAttributes().toBuilder().build());
  }

  @Test
  void aSpanIsCurrentUntilItsAttemptEnds() {
    Observer.Attempt attempt = attempt();

    String during = Span.current().getSpanContext().getSpanId();
    assertTrue(spans.getFinishedSpanItems().isEmpty(), "it goes on");
    attempt.ended(Optional.empty());

    assertEquals(during, only().getSpanId());
    assertFalse(Span.current().getSpanContext().isValid());
  }

  private SpanData only() {
    List<SpanData> finished = spans.getFinishedSpanItems();
    assertEquals(1, finished.size(), finished.toString());
    return finished.getFirst();
  }

  private static AttributesBuilder attributes() {
    return Attributes.builder()
        .put("flowstone.execution.name", "order-1")
        .put("flowstone.execution.id", "4711")
        .put("flowstone.step", "payment")
        .put("flowstone.handler", "payments.charge")
        .put("flowstone.attempt", 2);
  }
}
