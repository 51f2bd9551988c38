package dev.flowstone.lambda.dynamo;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.Stored;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.Fault;
import dev.flowstone.lambda.aws.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same random calls to this store and to the oracle get the same answers.
class OracleTest {
  /// More, with `-Dflowstone.oracle.calls=`, is better, and takes its time.
  private static final int CALLS = Integer.getInteger("flowstone.oracle.calls", 250);

  private static final List<Fault> FAULTS =
      List.of(
          Fault.THROUGHPUT_EXCEEDED,
          Fault.THROTTLED,
          Fault.ERROR_BEFORE,
          Fault.ERROR_AFTER,
          Fault.DROPPED_AFTER,
          Fault.HALF_OF_A_BATCH);

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> NAMES = List.of("a", "b b", "ä/ü", "d.4");
  private static final List<String> NONCES = List.of("00ff", "n1", "abcd");

  /// What a caller knows of an execution.
  private static final class View {
    String id = "id0";
    long epoch = 1;
    String nonce = "none";
    long next = 1;
    long inboxVersion;
    List<String> pending = List.of();
  }

  private final ExecutionStore oracle = new MemoryStore();
  private ExecutionStore store = oracle;
  private boolean faulty;
  private final Map<String, View> views = new HashMap<>();
  private Random random = new Random(0);
  private Instant now = BEGIN;
  private int made;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void answersAsTheOracleDoes(long seed) {
    store = Table.create().store();
    askAll(seed);
  }

  /// Whatever is not answered is asked again, unchanged, as the engine does it.
  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void answersAsTheOracleDoesOverABadConnection(long seed) {
    assumeFalse(DynamoDb.isForeign());
    try (DynamoDbServer server = DynamoDbServer.start(0, seed)) {
      store = Table.create(server).store();
      faulty = true;
      server.faults(Faults.seeded(seed, 8, FAULTS));
      askAll(seed);
    }
  }

  private void askAll(long seed) {
    random = new Random(seed);
    for (int call = 0; call < CALLS; call++) {
      now = now.plusMillis(random.nextInt(20) == 0 ? 70_000 : random.nextInt(3_000));
      String name = pick(NAMES);
      String question = call + " of seed " + seed + ", " + name;
      step(name, question);
    }
    assertTrue(store.commits() > CALLS / 4, "the calls did something");
  }

  private void step(String name, String question) {
    View view = views.computeIfAbsent(name, _ -> new View());
    switch (random.nextInt(16)) {
      case 0, 1 -> create(name, view, question);
      case 2, 3, 4 -> claim(name, view, question);
      case 5, 6, 7 -> append(name, view, question);
      case 8 -> renew(name, view, question);
      case 9, 10 -> release(name, view, question);
      case 11, 12 -> deliver(name, view, question);
      case 13 -> finish(name, view, question);
      case 14 -> look(name, view, question);
      default -> find(question);
    }
    both(question + " afterwards", one -> shown(one.read(name)));
    both(question + " meta", one -> one.meta(name).map(this::shown).orElse("-"));
  }

  private void create(String name, View view, String question) {
    boolean again =
        random.nextInt(4) == 0 && oracle.meta(name).filter(meta -> !meta.expired(now)).isPresent();
    String id = again ? view.id : "id" + ++made;
    int size = random.nextInt(4) == 0 ? 3000 : 20;
    Slot first = new Slot(0, 1, pick(NONCES) + made, now, bytes(name, size));
    String workflow = random.nextInt(9) == 0 ? "payments" : "orders";
    Optional<Instant> deadline =
        random.nextBoolean() ? Optional.of(now.plusSeconds(3600)) : Optional.empty();
    NewExecution execution =
        new NewExecution(
            name, id, workflow, "cafe", "" + random.nextInt(2), 1, "RUNNING", first, deadline);
    Optional<Holder> holder = random.nextBoolean() ? Optional.of(holder()) : Optional.empty();
    both(question + " create " + id + holder, one -> shown(one.create(execution, holder, now)));
    learn(name, view);
  }

  private void claim(String name, View view, String question) {
    String nonce = random.nextInt(4) == 0 ? view.nonce : "claim" + ++made;
    Claiming claiming =
        new Claiming(holder(), nonce, 1 + random.nextInt(2), random.nextInt(5) == 0);
    both(question + " claim " + claiming, one -> shown(one.claim(name, claiming, now)));
    learn(name, view);
  }

  private void append(String name, View view, String question) {
    long index = random.nextInt(5) == 0 ? random.nextLong(view.next + 1) : view.next;
    String nonce = random.nextInt(3) == 0 ? "same" + index : "slot" + ++made;
    Slot slot = new Slot(index, view.epoch, nonce, now, bytes(name, random.nextInt(600)));
    both(
        question + " append " + index + " " + nonce, one -> shown(one.append(name, view.id, slot)));
    learn(name, view);
  }

  private void renew(String name, View view, String question) {
    long epoch = epoch(view);
    String nonce = nonce(view);
    Renewing renewing =
        new Renewing(epoch, nonce, holder(), keys(view), snapshot(name, view, epoch, nonce));
    both(question + " renew " + renewing, one -> shown(one.renew(name, view.id, renewing, now)));
    learn(name, view);
  }

  private void release(String name, View view, String question) {
    long seen = random.nextInt(4) == 0 ? view.inboxVersion - 1 : view.inboxVersion;
    Optional<Instant> due =
        random.nextBoolean()
            ? Optional.of(now.plusSeconds(random.nextInt(20) - 5))
            : Optional.empty();
    String nonce = nonce(view);
    Optional<Snapshot> snapshot =
        seen == view.inboxVersion ? snapshot(name, view, view.epoch, nonce) : Optional.empty();
    Released released =
        new Released(
            view.epoch, nonce, seen, keys(view), due, "WAITING", snapshot, random.nextInt(6) == 0);
    both(question + " release " + released, one -> shown(one.release(name, view.id, released)));
    learn(name, view);
  }

  private void deliver(String name, View view, String question) {
    int size = random.nextInt(3) == 0 ? 500 + random.nextInt(5000) : random.nextInt(400);
    InboxEntry entry =
        new InboxEntry("key" + random.nextInt(40), now, random.nextInt(5) == 0, bytes(name, size));
    both(
        question + " deliver " + entry.key() + " " + entry.reopens(),
        one -> one.deliver(name, entry, now).toString());
    learn(name, view);
  }

  private void finish(String name, View view, String question) {
    Optional<Instant> expires =
        random.nextBoolean() ? Optional.of(now.plusSeconds(random.nextInt(60))) : Optional.empty();
    long epoch = epoch(view);
    String nonce = nonce(view);
    Optional<Snapshot> snapshot = snapshot(name, view, epoch, nonce);
    Ending ending = new Ending(epoch, nonce, "FAILED", now, expires, snapshot, keys(view));
    both(
        question + " finish " + ending,
        one -> one.finish(name, view.id, ending) instanceof Finish.Done ? "done" : "fenced");
    learn(name, view);
  }

  private void look(String name, View view, String question) {
    long from = random.nextLong(view.next + 2);
    int limit = 1 + random.nextInt(5);
    both(question + " journal", one -> slots(one.journal(name, from, limit)));
    if (random.nextInt(3) == 0) {
      both(
          question + " trim",
          one -> {
            one.trim(name, view.id, new Snapshot(from, StoreCase.bytes(from, 20)));
            return "";
          });
    }
  }

  private void find(String question) {
    both(question + " due", one -> new TreeSet<>(one.due(now, 100)).toString());
    both(question + " next due", one -> one.nextDue().toString());
    Optional<String> workflow = random.nextBoolean() ? Optional.of("orders") : Optional.empty();
    Optional<String> status =
        random.nextBoolean()
            ? Optional.of(pick(List.of("WAITING", "FAILED", "RUNNING")))
            : Optional.empty();
    Optional<Instant> from =
        random.nextBoolean() ? Optional.of(now.minusSeconds(600)) : Optional.empty();
    Optional<Instant> before =
        random.nextBoolean() ? Optional.of(now.minusSeconds(60)) : Optional.empty();
    int limit = 1 + random.nextInt(3);
    both(
        question + " list",
        one -> {
          List<String> seen = new ArrayList<>();
          Optional<String> after = Optional.empty();
          do {
            Page page = one.list(new Query(workflow, status, from, before, limit, after));
            page.executions().forEach(meta -> seen.add(meta.name() + meta.status()));
            after = page.next();
          } while (after.isPresent());
          return seen.toString();
        });
  }

  /// What a caller would know by now; a share of what is asked is out of date all the same.
  private void learn(String name, View view) {
    if (random.nextInt(8) == 0) {
      return;
    }
    oracle
        .meta(name)
        .ifPresent(meta -> {
          view.id = meta.id();
          view.epoch = meta.epoch();
          view.nonce = meta.lease().map(Meta.Lease::nonce).orElse(view.nonce);
          view.inboxVersion = meta.inboxVersion();
          view.pending = meta.pending().stream().map(InboxEntry::key).toList();
          List<Slot> all = oracle.journal(name, 0, 10_000);
          view.next = all.isEmpty() ? view.next : all.getLast().index() + 1;
        });
  }

  private void both(String question, Function<ExecutionStore, String> call) {
    String expected = call.apply(oracle);
    String actual = answer(question, call);
    // A message of which the first answer was lost is there already.
    boolean known = faulty && actual.equals(new Delivery.Duplicate().toString());
    assertTrue(
        actual.equals(expected) || (known && expected.startsWith("Accepted")),
        () -> question + "\nexpected " + expected + "\nbut was  " + actual);
  }

  private String answer(String question, Function<ExecutionStore, String> call) {
    for (int tries = 0; tries < 100; tries++) {
      try {
        return call.apply(store);
      } catch (StoreUnavailable e) {
        assertTrue(faulty, question);
      }
    }
    throw new AssertionError("never answered: " + question);
  }

  // what is asked

  private Holder holder() {
    Optional<Instant> deadline =
        random.nextBoolean() ? Optional.of(now.plusSeconds(random.nextInt(900))) : Optional.empty();
    return new Holder(pick(List.of("h1", "h2")), Duration.ofSeconds(60), deadline);
  }

  private long epoch(View view) {
    return random.nextInt(8) == 0 ? view.epoch - 1 : view.epoch;
  }

  private String nonce(View view) {
    return random.nextInt(8) == 0 ? "stale" : view.nonce;
  }

  private List<String> keys(View view) {
    return view.pending.stream().filter(_ -> random.nextBoolean()).toList();
  }

  /// Of a host that holds the execution: another's is not kept by the oracle, and is by the table,
  /// where it is as good.
  private Optional<Snapshot> snapshot(String name, View view, long epoch, String nonce) {
    Optional<Meta> meta = oracle.meta(name);
    boolean holds =
        meta.filter(one -> one.id().equals(view.id) && one.epoch() == epoch)
            .filter(one -> one.inboxVersion() == view.inboxVersion)
            .flatMap(Meta::lease)
            .filter(lease -> lease.nonce().equals(nonce))
            .isPresent();
    return holds && random.nextInt(3) == 0
        ? Optional.of(new Snapshot(view.next - 1, bytes(name, 50)))
        : Optional.empty();
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private byte[] bytes(String name, int size) {
    byte[] random = new byte[size];
    this.random.nextBytes(random);
    byte[] start = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, random, 0, Math.min(start.length, size));
    return random;
  }

  // what is answered

  private String shown(Creation creation) {
    return switch (creation) {
      case Creation.Created(Meta meta) -> "created " + shown(meta);
      case Creation.Existing(Meta meta) -> "existing " + shown(meta);
      case Creation.Clash(Meta meta) -> "clash " + shown(meta);
    };
  }

  private String shown(Claim claim) {
    return switch (claim) {
      case Claim.Held held ->
          "held "
              + shown(Optional.of(held.stored()))
              + held.epoch()
              + held.interrupted()
              + held.lostUntil();
      case Claim.Idle(Meta meta) -> "idle " + shown(meta);
      case Claim.Ended(Meta meta) -> "ended " + shown(meta);
      case Claim.Busy busy -> busy.toString();
      case Claim.Missing missing -> missing.toString();
      case Claim.Newer newer -> newer.toString();
    };
  }

  private static String shown(Appended appended) {
    return switch (appended) {
      case Appended.Written _ -> "written";
      case Appended.Taken(Optional<Slot> slot) -> "taken " + slot.map(OracleTest::shown);
    };
  }

  private static String shown(Renewal renewal) {
    return switch (renewal) {
      case Renewal.Renewed(long version, List<InboxEntry> pending) ->
          "renewed " + version + entries(pending);
      case Renewal.Fenced fenced -> fenced.toString();
    };
  }

  private static String shown(Release release) {
    return switch (release) {
      case Release.Unseen(long version, List<InboxEntry> pending) ->
          "unseen " + version + entries(pending);
      case Release.Done done -> done.toString();
      case Release.Fenced fenced -> fenced.toString();
    };
  }

  private String shown(Optional<Stored> stored) {
    return stored
        .map(one ->
            shown(one.meta())
                + one.snapshot().map(s -> s.through() + hash(s.body()))
                + slots(one.tail()))
        .orElse("-");
  }

  private String shown(Meta meta) {
    return new Meta(
                meta.name(),
                meta.id(),
                meta.workflow(),
                meta.version(),
                meta.inputHash(),
                meta.format(),
                meta.createdAt(),
                meta.status(),
                meta.epoch(),
                meta.lease(),
                meta.due(),
                meta.inboxVersion(),
                List.of(),
                meta.snapshotThrough(),
                meta.tries(),
                meta.released(),
                meta.endedAt(),
                meta.expiresAt(),
                meta.deadline(),
                meta.lostUntil(),
                faulty ? 0 : meta.writes(), // of a write whose answer was lost nobody knows
                Optional.empty())
            .toString()
        + entries(meta.pending());
  }

  private static String entries(List<InboxEntry> entries) {
    return entries.stream()
        .map(one -> one.key() + one.acceptedAt() + one.reopens() + hash(one.body()))
        .toList()
        .toString();
  }

  private static String slots(List<Slot> slots) {
    return slots.stream().map(OracleTest::shown).toList().toString();
  }

  private static String shown(Slot slot) {
    return slot.index() + "/" + slot.epoch() + slot.nonce() + slot.at() + hash(slot.body());
  }

  private static String hash(byte[] body) {
    return " " + body.length + ":" + Arrays.hashCode(body);
  }
}
