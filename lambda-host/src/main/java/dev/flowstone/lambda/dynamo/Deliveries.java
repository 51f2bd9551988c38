package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.Optional;

/// Accepts messages: one conditional update. Where something else has to be written first, the meta
/// is read before.
record Deliveries(Executions executions) {
  /// The item, and the entry of the due index, which moves.
  private static final double USUALLY = 3;

  private static final int PATIENCE = 10;

  Delivery deliver(String name, InboxEntry entry, Instant now) {
    if (!InboxItems.isApart(entry) && !entry.reopens()) {
      Heads.Change change =
          executions.heads().update(Operation.DELIVER, name, accepting(name, entry, now), USUALLY);
      switch (change) {
        case Heads.Change.Made(MetaItem after) -> {
          return accepted(after, now);
        }
        case Heads.Change.Refused(Optional<MetaItem> present) -> {
          Optional<Delivery> refusal = refusal(present, entry, now);
          if (refusal.isPresent()) {
            return refusal.get();
          }
        }
      }
    }
    return deliverSeen(name, entry, now);
  }

  private Delivery deliverSeen(String name, InboxEntry entry, Instant now) {
    for (int tries = 0; tries < PATIENCE; tries++) {
      Optional<MetaItem> present = executions.heads().read(Operation.DELIVER, name);
      Optional<Delivery> refusal = refusal(present, entry, now);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      MetaItem head = present.orElseThrow();
      if (InboxItems.isApart(entry)) {
        executions.inbox().store(head, entry);
      }
      Update update = accepting(name, entry, now);
      update.when().is(MetaItem.ID, Item.ofId(head.id()));
      if (head.ended()) {
        reopen(update, head);
      }
      if (executions.heads().update(Operation.DELIVER, name, update, USUALLY)
          instanceof Heads.Change.Made(MetaItem after)) {
        return accepted(after, now);
      }
    }
    throw new StoreUnavailable("too much happens to " + name + " at once", null);
  }

  private static Delivery accepted(MetaItem after, Instant now) {
    return new Delivery.Accepted(
        after.lease().filter(lease -> lease.until().isAfter(now)).map(Meta.Lease::host));
  }

  private static Update accepting(String name, InboxEntry entry, Instant now) {
    Update update = InboxItems.accepting(entry);
    update.set(Tables.DUE_SHARD, Item.of(Keys.dueShard(name))).set(Tables.DUE, Item.of(now));
    if (entry.reopens()) {
      update.when().exists(MetaItem.ENDED);
    } else {
      update
          .when()
          .absent(MetaItem.ENDED)
          .atMost(MetaItem.INBOX_WEIGHT, Item.of(InboxEntry.INBOX_BYTES - entry.weight()));
    }
    return update;
  }

  /// What the end had given a time to live is to stay again, and that is written first.
  private void reopen(Update update, MetaItem head) {
    if (head.snapshotThrough() >= 0 && head.expires().isPresent()) {
      executions.journal().keepSnapshot(head);
      update.set(MetaItem.SNAPSHOT_STAYS, Item.of(1));
    }
    update.remove(MetaItem.ENDED, MetaItem.EXPIRES, Tables.TTL, Tables.END);
  }

  private static Optional<Delivery> refusal(
      Optional<MetaItem> found, InboxEntry entry, Instant now) {
    Optional<MetaItem> present = found.filter(head -> !head.expired(now));
    if (present.isEmpty()) {
      return Optional.of(new Delivery.Missing());
    }
    MetaItem head = present.get();
    String status = head.item().text(MetaItem.STATUS);
    if (head.has(entry.key())) {
      return Optional.of(new Delivery.Duplicate());
    }
    if (entry.reopens()) {
      return head.ended() ? Optional.empty() : Optional.of(new Delivery.Live(status));
    }
    if (head.ended()) {
      return Optional.of(new Delivery.Ended(status));
    }
    long weight = head.item().number(MetaItem.INBOX_WEIGHT) + entry.weight();
    return weight > InboxEntry.INBOX_BYTES ? Optional.of(new Delivery.Full()) : Optional.empty();
  }
}
