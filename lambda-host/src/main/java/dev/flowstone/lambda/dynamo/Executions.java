package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.util.List;
import java.util.Optional;

/// Executions as the port shows them, put together from their items.
record Executions(
    Requests requests, Heads heads, Journal journal, InboxItems inbox, Bodies bodies) {

  Optional<Meta> meta(String name) {
    return heads.read(Operation.READ, name).map(head -> meta(Operation.READ, head));
  }

  Meta meta(Operation operation, MetaItem head) {
    List<InboxEntry> pending = pending(operation, head);
    return head.meta(pending, -1, requests.meter().unsaved(head.name()));
  }

  /// Without its inbox.
  Meta listed(MetaItem head) {
    return head.meta(List.of(), -1, requests.meter().unsaved(head.name()));
  }

  Stored stored(Operation operation, MetaItem head) {
    List<InboxEntry> pending = pending(operation, head);
    Journal.Tail tail = journal.tail(operation, head);
    long through = tail.snapshot().map(Snapshot::through).orElse(-1L);
    Meta meta = head.meta(pending, through, requests.meter().unsaved(head.name()));
    return new Stored(meta, tail.snapshot(), tail.slots());
  }

  List<InboxEntry> pending(Operation operation, MetaItem head) {
    return inbox.pending(Bill.of(operation, head.name()), head);
  }

  List<Slot> slots(String name, long from, int limit) {
    return heads
        .read(Operation.READ, name)
        .map(head -> journal.slots(head, from, limit))
        .orElse(List.of());
  }
}
