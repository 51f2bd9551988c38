package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.InboxEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The messages in the inbox of a meta, and the bodies that are stored apart.
///
/// The meta holds them by key, and their order by key beside, since an update cannot put a number
/// of the item into a value that it adds.
final class InboxItems {
  /// How many messages one update removes: an expression has at most 4 KB.
  static final int REMOVED_AT_ONCE = 60;

  private static final String AT = "a";
  private static final String REOPENS = "r";
  private static final String BODY = "b";
  private static final String APART = "t";

  private final Requests requests;
  private final Bodies bodies;
  private final Lifetimes lifetimes;

  InboxItems(Requests requests, Bodies bodies, Lifetimes lifetimes) {
    this.requests = requests;
    this.bodies = bodies;
    this.lifetimes = lifetimes;
  }

  /// Stores the body of a message apart, under a name that it gives: once stored it stays as it is.
  void store(MetaItem head, InboxEntry entry) {
    String hash = Keys.hash(entry.key(), entry.body());
    Keys key = apart(head, hash);
    Optional<Instant> until = lifetimes.journal(head.deadline(), lifetimes.now());
    Item.Draft draft = new Item.Draft(key).ttl(until);
    bodies
        .put(draft, entry.body(), lifetimes.prefix(until), head.id() + "/T" + hash)
        .ifPresent(prefix -> requests.meter().stored(head.name(), prefix));
    var _ =
        requests.put(
            Bill.of(Meter.Operation.DELIVER, head.name()),
            draft.item(),
            new Condition().absent(Tables.PK));
  }

  private static Keys apart(MetaItem head, String hash) {
    return Keys.message(head.name(), head.id(), hash);
  }

  /// The update that accepts a message.
  static Update accepting(InboxEntry entry) {
    Map<String, AttributeValue> value = new HashMap<>();
    value.put(AT, Item.of(entry.acceptedAt()));
    if (entry.reopens()) {
      value.put(REOPENS, AttributeValue.fromBool(true));
    }
    if (isApart(entry)) {
      value.put(APART, Item.ofId(Keys.hash(entry.key(), entry.body())));
    } else {
      value.put(BODY, Item.of(entry.body()));
    }
    Update update = new Update();
    update
        .setIn(MetaItem.INBOX, entry.key(), AttributeValue.fromM(value))
        .setNext(MetaItem.ORDER, entry.key(), MetaItem.INBOX_VERSION)
        .add(MetaItem.INBOX_VERSION, Item.of(1))
        .add(MetaItem.INBOX_WEIGHT, Item.of(entry.weight()))
        .when()
        .lacks(MetaItem.INBOX, entry.key());
    return update;
  }

  static boolean isApart(InboxEntry entry) {
    return entry.body().length > InboxEntry.INLINE_BYTES;
  }

  /// Takes journaled messages out, and their weight. Those must be there: what was removed already
  /// is not to be subtracted again.
  static void remove(Update update, MetaItem head, List<String> keys) {
    if (keys.isEmpty()) {
      return;
    }
    int weight = 0;
    for (String key : keys) {
      update.removeIn(MetaItem.INBOX, key).removeIn(MetaItem.ORDER, key);
      update.when().holds(MetaItem.INBOX, key);
      weight += weight(key, head.inbox().map(key));
    }
    update.add(MetaItem.INBOX_WEIGHT, Item.of(-weight));
  }

  private static int weight(String key, Item entry) {
    int length =
        entry.has(BODY) ? entry.bytes(BODY).length : InboxEntry.INLINE_BYTES + 1; // a reference
    return new InboxEntry(key, Instant.EPOCH, false, new byte[length]).weight();
  }

  /// The messages in the order of their acceptance, with their bodies.
  List<InboxEntry> pending(Bill bill, MetaItem head) {
    Item inbox = head.inbox();
    Item order = head.item().map(MetaItem.ORDER);
    List<String> keys = new ArrayList<>(inbox.attributes().keySet());
    keys.sort(Comparator.comparingLong(order::number));
    Map<Keys, byte[]> apart = apart(bill, head, inbox, keys);
    List<InboxEntry> pending = new ArrayList<>();
    for (String key : keys) {
      Item entry = inbox.map(key);
      byte[] body = entry.has(BODY) ? entry.bytes(BODY) : apart.get(apart(head, entry.id(APART)));
      if (body == null) {
        throw new IllegalStateException(
            "the message " + key + " of " + head.name() + " has lost its body");
      }
      pending.add(new InboxEntry(key, entry.instant(AT).orElseThrow(), entry.has(REOPENS), body));
    }
    return pending;
  }

  private Map<Keys, byte[]> apart(Bill bill, MetaItem head, Item inbox, List<String> keys) {
    List<Keys> items =
        keys.stream()
            .map(inbox::map)
            .filter(entry -> entry.has(APART))
            .map(entry -> apart(head, entry.id(APART)))
            .toList();
    Map<Keys, byte[]> found = new HashMap<>();
    requests.all(bill, items, true).forEach(item -> found.put(item.key(), bodies.read(item)));
    return found;
  }
}
