package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Removes what DynamoDB does not remove by itself: objects of executions that have ended and
/// expired, and then the item that tells of them. The life cycle of the bucket removes what this
/// misses.
public final class Purge {
  /// So long after its expiry no clock of any host takes an execution for alive.
  private static final Duration MARGIN = Duration.ofHours(1);

  private static final System.Logger LOG = System.getLogger(Purge.class.getName());

  private final Requests requests;
  private final DueIndex index;
  private final Optional<Payloads> payloads;

  Purge(Requests requests, Optional<Payloads> payloads) {
    this.requests = requests;
    this.index = new DueIndex(requests);
    this.payloads = payloads;
  }

  /// Purges up to `limit` executions, and answers how many it has purged.
  public int purge(Instant now, int limit) {
    Instant before = now.minus(MARGIN);
    int purged = 0;
    for (MetaItem head : index.expired(before, limit)) {
      try {
        purged += purge(head, before) ? 1 : 0;
      } catch (StoreUnavailable | IllegalStateException e) {
        // It stays in the index for the next sweep, and must not be in the way of the others.
        LOG.log(System.Logger.Level.WARNING, "cannot purge the expired " + head.name(), e);
      }
    }
    return purged;
  }

  private boolean purge(MetaItem head, Instant before) {
    payloads.ifPresent(objects ->
        head.prefixes().forEach(prefix -> objects.purge(prefix + "/" + head.id() + "/")));
    Condition same =
        new Condition()
            .is(MetaItem.ID, Item.ofId(head.id()))
            .atMost(MetaItem.EXPIRES, Item.of(before));
    Bill bill = Bill.of(Operation.PURGE);
    return requests.delete(bill, Keys.meta(head.name()), same) instanceof Written.Done;
  }
}
