package dev.flowstone.lambda.watch;

import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.handler.StepContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/// A span for each attempt of a step, by the OpenTelemetry API: what a platform team brings as its
/// SDK or agent receives them, and where there is none nothing happens.
///
/// The span is current on the thread of the handler, so that what the handler calls is part of it.
public final class Tracing {
  private static final String INSTRUMENTATION = "dev.flowstone";

  private final Tracer tracer;

  public Tracing(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(INSTRUMENTATION);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by the end of the attempt, on the same thread
  Observer.Attempt attempting(StepContext.Identity attempt, String handler) {
    Span span =
        tracer
            .spanBuilder(attempt.step())
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute("flowstone.execution.name", attempt.executionName())
            .setAttribute("flowstone.execution.id", attempt.executionId())
            .setAttribute("flowstone.step", attempt.step())
            .setAttribute("flowstone.handler", handler)
            .setAttribute("flowstone.attempt", attempt.attempt())
            .startSpan();
    Scope scope = span.makeCurrent();
    return error -> {
      scope.close();
      error.ifPresent(name -> {
        span.setAttribute("error.type", name);
        span.setStatus(StatusCode.ERROR);
      });
      span.end();
    };
  }
}
