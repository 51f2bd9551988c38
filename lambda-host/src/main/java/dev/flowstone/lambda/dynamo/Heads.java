package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import dev.flowstone.lambda.dynamo.Meter.Unsaved;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The metas: read, written, and remembered while this process holds their executions, so that an
/// append need not ask for a deadline, nor a release for what the inbox weighs. What is remembered
/// may be old: every write has its conditions.
final class Heads {
  private static final int MOST_REMEMBERED = 10_000;

  private final Requests requests;
  private final Map<String, MetaItem> remembered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MetaItem> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Heads(Requests requests) {
    this.requests = requests;
  }

  /// How an update of a meta went.
  sealed interface Change {
    record Made(MetaItem after) implements Change {}

    record Refused(Optional<MetaItem> present) implements Change {}
  }

  Optional<MetaItem> read(Operation operation, String name) {
    Optional<MetaItem> found =
        requests.get(Bill.of(operation, name), Keys.meta(name)).map(MetaItem::new);
    found.ifPresent(this::see);
    return found;
  }

  /// The meta of this incarnation, possibly as it was some time ago.
  Optional<MetaItem> known(Operation operation, String name, String id) {
    synchronized (remembered) {
      MetaItem one = remembered.get(name);
      if (one != null && one.id().equals(id)) {
        return Optional.of(one);
      }
    }
    Optional<MetaItem> found =
        requests
            .get(Bill.of(operation, name), Keys.meta(name))
            .map(MetaItem::new)
            .filter(one -> one.id().equals(id));
    found.ifPresent(this::remember);
    return found;
  }

  void remember(MetaItem head) {
    synchronized (remembered) {
      remembered.put(head.name(), head);
    }
  }

  void forget(String name) {
    synchronized (remembered) {
      remembered.remove(name);
    }
  }

  /// Keeps what is remembered up to date.
  private void see(MetaItem head) {
    synchronized (remembered) {
      MetaItem known = remembered.get(head.name());
      if (known != null && known.inboxVersion() <= head.inboxVersion()) {
        remembered.put(head.name(), head);
      }
    }
  }

  /// Writes the item of a new execution. `bill` is what that costs as a rule.
  Written create(Item.Draft draft, String name, Condition condition, double usually) {
    Unsaved unsaved = requests.meter().take(name);
    draft
        .put(MetaItem.READ_UNITS, Item.of(unsaved.capacity().readUnits()))
        .put(MetaItem.WRITE_UNITS, Item.of(unsaved.capacity().writeUnits() + usually));
    if (!unsaved.prefixes().isEmpty()) {
      draft.put(MetaItem.PREFIXES, prefixes(unsaved.prefixes()));
    }
    try {
      Written written = requests.put(Bill.of(Operation.CREATE, name), draft.item(), condition);
      settle(name, unsaved, usually, written);
      return written;
    } catch (RuntimeException e) {
      requests.meter().add(name, unsaved);
      throw e;
    }
  }

  /// Updates a meta that exists. What is not saved yet of its consumption rides along, and so does
  /// what this write costs as a rule.
  Change update(Operation operation, String name, Update update, double usually) {
    Unsaved unsaved = requests.meter().take(name);
    update.add(MetaItem.WRITES, Item.of(1 + unsaved.writes()));
    if (unsaved.capacity().readUnits() != 0) {
      update.add(MetaItem.READ_UNITS, Item.of(unsaved.capacity().readUnits()));
    }
    update.add(MetaItem.WRITE_UNITS, Item.of(unsaved.capacity().writeUnits() + usually));
    if (!unsaved.prefixes().isEmpty()) {
      update.add(MetaItem.PREFIXES, prefixes(unsaved.prefixes()));
    }
    update.when().exists(Tables.PK);
    try {
      Written written = requests.update(Bill.of(operation, name), Keys.meta(name), update);
      settle(name, unsaved, usually, written);
      return switch (written) {
        case Written.Done(Optional<Item> item) -> {
          MetaItem after = new MetaItem(item.orElseThrow());
          see(after);
          yield new Change.Made(after);
        }
        case Written.Refused(Optional<Item> present) ->
            new Change.Refused(present.map(MetaItem::new));
      };
    } catch (RuntimeException e) {
      requests.meter().add(name, unsaved);
      throw e;
    }
  }

  private void settle(String name, Unsaved unsaved, double usually, Written written) {
    switch (written) {
      case Written.Done _ ->
          requests.meter().add(name, new Unsaved(0, new Capacity(0, -usually), Set.of()));
      case Written.Refused _ -> requests.meter().add(name, unsaved);
    }
  }

  private static AttributeValue prefixes(Set<String> prefixes) {
    return AttributeValue.fromSs(new TreeSet<>(prefixes).stream().toList());
  }
}
