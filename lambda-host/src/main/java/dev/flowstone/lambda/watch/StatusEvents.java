package dev.flowstone.lambda.watch;

import dev.flowstone.interpreter.report.Document;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// Tells a bus when an execution begins, ends, is parked or is reopened.
///
/// An event is sent after what it tells is durable, and may come twice: its `id` and `status`, with
/// `ended_at`, are the key by which a listener knows that. One that cannot be sent is counted and
/// logged, and holds nothing up.
public final class StatusEvents {
  public static final String SOURCE = "flowstone";
  public static final String DETAIL_TYPE = "Flowstone Execution Status Change";

  private final Supplier<EventBridgeClient> client;
  private final String bus;
  private final JsonLog log;
  private final Metrics metrics;

  public StatusEvents(
      Supplier<EventBridgeClient> client, String bus, JsonLog log, Metrics metrics) {
    this.client = client;
    this.bus = bus;
    this.log = log;
    this.metrics = metrics;
  }

  /// One change of an execution's status.
  public record Change(
      String name,
      String id,
      String workflow,
      String version,
      String status,
      Optional<String> previous,
      Instant startedAt,
      Optional<Instant> endedAt) {

    Document document() {
      return new Document()
          .put("name", name)
          .put("id", id)
          .put("workflow", workflow)
          .put("version", version)
          .put("status", status)
          .putText("previous", previous)
          .put("started_at", startedAt)
          .putInstant("ended_at", endedAt);
    }
  }

  public void send(Change change) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(bus)
            .source(SOURCE)
            .detailType(DETAIL_TYPE)
            .detail(change.document().json())
            .build();
    try {
      PutEventsResponse response = client.get().putEvents(request -> request.entries(entry));
      if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
        failed(change, response.entries().getFirst().errorCode());
      }
    } catch (SdkException e) {
      failed(change, e.getClass().getSimpleName());
    }
  }

  private void failed(Change change, String error) {
    metrics.count(Metrics.Metric.EVENTS_FAILED, 1);
    log.log(
        Level.WARNING,
        "a status event was not taken",
        Map.of("execution", change.name(), "status", change.status(), "error", error));
  }
}
