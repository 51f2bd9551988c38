package dev.flowstone.lambda.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

class EventBusServerTest {

  @Test
  void eventsAreKeptAndBadOnesComplainedOf() {
    try (var server = EventBusServer.start();
        var client = server.client()) {
      var good =
          PutEventsRequestEntry.builder()
              .source("flowstone")
              .detailType("Execution Status Change")
              .detail("{\"status\":\"SUCCEEDED\"}")
              .eventBusName("bus")
              .build();
      var bad = good.toBuilder().detail("no JSON").build();
      var answer = client.putEvents(r -> r.entries(good, bad));
      assertEquals(1, answer.failedEntryCount());
      assertEquals("InvalidArgument", answer.entries().getLast().errorCode());
      assertEquals(
          List.of(
              new EventBusServer.Event(
                  "bus", "flowstone", "Execution Status Change", "{\"status\":\"SUCCEEDED\"}")),
          server.events());
      assertThrows(
          EventBridgeException.class,
          () -> client.putEvents(r -> r.entries(Collections.nCopies(11, good))));
      server.failNext(1);
      client.putEvents(r -> r.entries(good));
      assertEquals(2, server.events().size());
    }
  }
}
