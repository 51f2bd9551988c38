package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// What is due, in 16 shards by name. The index lags behind, and knows no leases: each entry is
/// held against the meta itself, read consistently.
record DueIndex(Requests requests) {
  private static final int CHUNK = 100;
  private static final Comparator<Item> BY_DUE =
      Comparator.<Item>comparingLong(item -> item.number(Tables.DUE))
          .thenComparing(item -> item.text(Tables.PK));

  /// Names that are due and held by nobody, the longest due first: without those that only a newer
  /// host can take, which may have been there for long and must not crowd out the rest.
  List<String> due(Instant now, int limit) {
    return find(
            Operation.DUE,
            Keys.dueShards(),
            now,
            limit,
            head ->
                head.due().filter(due -> !due.isAfter(now)).isPresent()
                    && !head.live(now)
                    && head.item().number(MetaItem.FORMAT) <= Engine.FORMAT)
        .stream()
        .sorted(Comparator.comparing(head -> head.due().orElseThrow()))
        .map(MetaItem::name)
        .toList();
  }

  /// Executions that have ended and expired, and own objects.
  List<MetaItem> expired(Instant now, int limit) {
    return find(Operation.PURGE, Keys.purgeShards(), now, limit, head -> head.expired(now));
  }

  private List<MetaItem> find(
      Operation operation,
      List<String> shards,
      Instant now,
      int limit,
      Predicate<MetaItem> wanted) {
    int page = Math.clamp(limit, 1, CHUNK);
    Merge entries = merge(operation, shards, now, page);
    List<MetaItem> found = new ArrayList<>();
    while (found.size() < limit && !entries.isEmpty()) {
      heads(operation, entries.next(page)).stream()
          .filter(wanted)
          .limit(limit - found.size())
          .forEach(found::add);
    }
    return found;
  }

  /// When the next that nobody holds is due.
  Optional<Instant> next() {
    Merge entries = merge(Operation.DUE, Keys.dueShards(), Item.instant(Long.MAX_VALUE), CHUNK);
    Instant soonest = Instant.MAX;
    while (!entries.isEmpty()) {
      List<Item> page = entries.next(CHUNK);
      for (MetaItem head : heads(Operation.DUE, page)) {
        Instant free = head.lease().map(Meta.Lease::until).orElse(Instant.MIN);
        Instant due = head.due().orElse(Instant.MAX);
        Instant then = due.isAfter(free) ? due : free;
        soonest = then.isBefore(soonest) ? then : soonest;
      }
      // No later entry can be due sooner.
      if (!soonest.isAfter(Item.instant(page.getLast().number(Tables.DUE)))) {
        break;
      }
    }
    return soonest.equals(Instant.MAX) ? Optional.empty() : Optional.of(soonest);
  }

  private Merge merge(Operation operation, List<String> shards, Instant until, int page) {
    return Merge.of(
        requests,
        Bill.of(operation),
        shards,
        shard -> query(shard, until).limit(page),
        BY_DUE,
        Integer.MAX_VALUE);
  }

  private static QueryRequest.Builder query(String shard, Instant until) {
    return Merge.query(
        Tables.DUE_INDEX,
        Tables.DUE_SHARD,
        shard,
        Tables.DUE,
        "#sort <= :until",
        Map.of(":until", Item.of(until)),
        Optional.empty());
  }

  /// The metas of these entries, in their order.
  private List<MetaItem> heads(Operation operation, List<Item> entries) {
    List<Keys> keys = entries.stream().map(Item::key).distinct().toList();
    Map<Keys, Item> found = new HashMap<>();
    requests.all(Bill.of(operation), keys, true).forEach(item -> found.put(item.key(), item));
    return keys.stream().filter(found::containsKey).map(found::get).map(MetaItem::new).toList();
  }
}
