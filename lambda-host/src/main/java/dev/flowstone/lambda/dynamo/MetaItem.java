package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Slot;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The meta of an execution as an item. Its names are short, since it is to stay within one
/// kilobyte, its first slot included where that fits.
record MetaItem(Item item) {
  static final String ID = "id";
  static final String WORKFLOW = "wf";
  static final String VERSION = "v";
  static final String INPUT_HASH = "h";
  static final String FORMAT = "f";
  static final String CREATED = "c";
  static final String STATUS = "s";
  static final String EPOCH = "e";
  static final String HOST = "lh";
  static final String NONCE = "ln";
  static final String UNTIL = "lu";
  static final String HOST_DEADLINE = "ld";
  static final String LOST_UNTIL = "lo";
  static final String TRIES = "tr";
  static final String RELEASED = "re";
  static final String DEADLINE = "dl";
  static final String ENDED = "en";
  static final String EXPIRES = "x";
  static final String SNAPSHOT = "sn";
  static final String TRIMMED = "tb";

  /// The snapshot has no time to live yet.
  static final String SNAPSHOT_STAYS = "sf";

  static final String INBOX = "in";
  static final String ORDER = "sq";
  static final String INBOX_VERSION = "iv";
  static final String INBOX_WEIGHT = "iw";
  static final String WRITES = "w";
  static final String READ_UNITS = "cr";
  static final String WRITE_UNITS = "cw";

  /// The prefixes under which the execution has objects.
  static final String PREFIXES = "pf";

  static final String FIRST = "j";

  /// What it may still grow by without an inbox: snapshot, end, expiry, and longer words.
  private static final int GROWTH = 112;

  private static final int UNIT_BYTES = 1024;

  static Item.Draft draft(NewExecution execution, Optional<Holder> holder, Instant now) {
    String name = execution.name();
    Item.Draft draft =
        new Item.Draft(Keys.meta(name))
            .put(ID, Item.ofId(execution.id()))
            .put(WORKFLOW, Item.of(execution.workflow()))
            .put(VERSION, Item.ofId(execution.version()))
            .put(INPUT_HASH, Item.ofId(execution.inputHash()))
            .put(FORMAT, Item.of(execution.format()))
            .put(CREATED, Item.of(now))
            .put(STATUS, Item.of(execution.status()))
            .put(EPOCH, Item.of(holder.isPresent() ? 1 : 0))
            .put(TRIES, Item.of(holder.isPresent() ? 1 : 0))
            .put(LOST_UNTIL, Item.of(0))
            .put(Tables.DUE_SHARD, Item.of(Keys.dueShard(name)))
            .put(Tables.DUE, Item.of(now))
            .put(Tables.LIST_SHARD, Item.of(Keys.listShard(execution.workflow(), name)))
            .put(Tables.LIST, Item.of(Keys.listed(now, name)))
            .put(INBOX, AttributeValue.fromM(Map.of()))
            .put(ORDER, AttributeValue.fromM(Map.of()))
            .put(INBOX_VERSION, Item.of(0))
            .put(INBOX_WEIGHT, Item.of(0))
            .put(WRITES, Item.of(1))
            .put(DEADLINE, execution.deadline());
    holder.ifPresent(one ->
        draft
            .put(HOST, Item.of(one.host()))
            .put(NONCE, Item.ofId(execution.first().nonce()))
            .put(UNTIL, Item.of(now.plus(one.lease())))
            .put(HOST_DEADLINE, one.deadline()));
    return draft;
  }

  /// Puts the first slot in where it does not make the item cost another unit.
  static boolean inline(Item.Draft draft, Slot first) {
    Item.Draft slot = SlotItem.draft(first);
    return Bodies.inline(slot, first.body())
        && draft.item().size() + GROWTH + new Item(Map.of(FIRST, map(slot))).size() <= UNIT_BYTES
        && draft.put(FIRST, map(slot)) != null;
  }

  private static AttributeValue map(Item.Draft draft) {
    return AttributeValue.fromM(draft.item().attributes());
  }

  String name() {
    return Keys.name(item.text(Tables.PK));
  }

  String id() {
    return item.id(ID);
  }

  long epoch() {
    return item.number(EPOCH);
  }

  long tries() {
    return item.number(TRIES);
  }

  boolean ended() {
    return item.has(ENDED);
  }

  Optional<Instant> expires() {
    return item.instant(EXPIRES);
  }

  boolean expired(Instant now) {
    return expires().filter(when -> !when.isAfter(now)).isPresent();
  }

  /// What the index holds of an execution that has ended is when it is to be purged.
  Optional<Instant> due() {
    return ended() ? Optional.empty() : item.instant(Tables.DUE);
  }

  Optional<Instant> deadline() {
    return item.instant(DEADLINE);
  }

  Optional<Instant> lostUntil() {
    return item.instant(LOST_UNTIL).filter(when -> when.isAfter(Instant.EPOCH));
  }

  long snapshotThrough() {
    return item.number(SNAPSHOT, -1);
  }

  /// The slot with which its journal begins, once it was trimmed.
  long trimmedBefore() {
    return item.number(TRIMMED, 0);
  }

  long inboxVersion() {
    return item.number(INBOX_VERSION);
  }

  Item inbox() {
    return item.map(INBOX);
  }

  boolean has(String key) {
    return inbox().has(key);
  }

  Optional<Slot> first(Bodies bodies) {
    return item.has(FIRST)
        ? Optional.of(SlotItem.slot(item.map(FIRST), 0, bodies))
        : Optional.empty();
  }

  Optional<Meta.Lease> lease() {
    return item.has(NONCE)
        ? Optional.of(
            new Meta.Lease(
                item.text(HOST),
                item.id(NONCE),
                item.instant(UNTIL).orElseThrow(),
                item.instant(HOST_DEADLINE)))
        : Optional.empty();
  }

  boolean live(Instant now) {
    return lease().filter(held -> held.until().isAfter(now)).isPresent();
  }

  boolean holds(long epoch, String nonce) {
    return epoch() == epoch && lease().filter(held -> held.nonce().equals(nonce)).isPresent();
  }

  Set<String> prefixes() {
    Set<String> prefixes = new HashSet<>();
    AttributeValue stored = item.attributes().get(PREFIXES);
    if (stored != null) {
      prefixes.addAll(stored.ss());
    }
    return prefixes;
  }

  /// `through` is the slot of the snapshot that was found, which may be newer than the one told.
  Meta meta(List<InboxEntry> pending, long through, Meter.Unsaved unsaved) {
    Capacity stored = new Capacity(item.decimal(READ_UNITS), item.decimal(WRITE_UNITS));
    return new Meta(
        name(),
        id(),
        item.text(WORKFLOW),
        item.id(VERSION),
        item.id(INPUT_HASH),
        (int) item.number(FORMAT),
        item.instant(CREATED).orElseThrow(),
        item.text(STATUS),
        epoch(),
        lease(),
        due(),
        inboxVersion(),
        pending,
        Math.max(through, snapshotThrough()),
        (int) tries(),
        item.number(RELEASED, 0),
        item.instant(ENDED),
        expires(),
        deadline(),
        lostUntil(),
        item.number(WRITES) + unsaved.writes(),
        Optional.of(stored.plus(unsaved.capacity())));
  }
}
