package dev.flowstone.interpreter.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [ExecutionStore] does: the protocol of docs/store-protocol.md, rule by rule.
///
/// Times are made up and given to the store, so that leases end without waiting.
public abstract class ExecutionStoreContract {
  protected static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  protected static final Duration LEASE = Duration.ofSeconds(60);
  protected static final Holder A = new Holder("host-a", LEASE, Optional.empty());
  protected static final Holder B =
      new Holder("host-b", LEASE, Optional.of(T0.plus(Duration.ofMinutes(15))));
  protected static final Instant LATER = T0.plus(LEASE).plusSeconds(1);

  private ExecutionStore store;

  /// A new, empty store.
  protected abstract ExecutionStore open();

  @BeforeEach
  void begin() {
    store = open();
  }

  // create

  @Test
  void createsAnExecutionHeldInItsFirstEpochWithItsFirstSlot() {
    Meta meta = assertInstanceOf(Creation.Created.class, create("one")).meta();

    assertEquals(1, meta.epoch());
    assertEquals(1, meta.tries());
    assertEquals("host-a", meta.lease().orElseThrow().host());
    assertEquals(T0.plus(LEASE), meta.lease().orElseThrow().until());
    assertEquals(Optional.of(T0), meta.due());
    assertEquals(-1, meta.snapshotThrough());
    assertEquals(1, meta.writes());
    assertEquals(List.of("one:0"), bodies("one"));
  }

  @Test
  void createsOnceByName() {
    create("one");
    NewExecution again = execution("one", "other-id", "hash", "other-nonce");

    Creation.Existing existing =
        assertInstanceOf(Creation.Existing.class, store.create(again, Optional.of(B), T0));

    assertEquals("id-one", existing.meta().id());
    assertEquals(List.of("one:0"), bodies("one"));
  }

  @Test
  void takesARepeatedCreationForTheSameOne() {
    create("one");
    assertInstanceOf(Creation.Created.class, create("one"));
  }

  @Test
  void refusesANameThatIsTakenByAnotherInputOrWorkflow() {
    create("one");

    assertInstanceOf(
        Creation.Clash.class,
        store.create(execution("one", "other-id", "other-hash", "n"), Optional.of(B), T0));
    NewExecution other = execution("one", "other-id", "hash", "n");
    assertInstanceOf(
        Creation.Clash.class,
        store.create(
            new NewExecution(
                "one",
                "other-id",
                "payments",
                other.version(),
                "hash",
                1,
                "RUNNING",
                other.first(),
                Optional.empty()),
            Optional.of(B),
            T0));
  }

  @Test
  void takesAnExpiredExecutionForAbsent() {
    create("one");
    append("one", slot("one", 1, 1));
    store.finish("one", "id-one", ending(1, "one-0", Optional.of(T0.plusSeconds(10))));
    Instant after = T0.plusSeconds(10);

    assertInstanceOf(Claim.Missing.class, store.claim("one", claiming(B, "b"), after));
    assertInstanceOf(Delivery.Missing.class, store.deliver("one", message("k", 10), after));
    NewExecution again = execution("one", "second-id", "hash", "second-nonce");
    assertInstanceOf(Creation.Created.class, store.create(again, Optional.of(A), after));
    assertEquals(List.of("one:0"), bodies("one"));
    append("one", slot("one", 1, 1)); // whatever the answer to one that is gone, nobody reads it
    assertEquals(List.of("one:0"), bodies("one"));
    assertEquals(List.of("one:0"), bodies(store.read("one").orElseThrow().tail()));
  }

  @Test
  void createsAnExecutionThatNobodyHolds() {
    Meta meta = assertInstanceOf(Creation.Created.class, queue("one")).meta();

    assertEquals(0, meta.epoch());
    assertEquals(0, meta.tries());
    assertTrue(meta.lease().isEmpty());
    assertEquals(Optional.of(T0), meta.due());
    assertEquals(List.of("one"), store.due(T0, 10));
    assertEquals(Optional.of(T0), store.nextDue());
    assertInstanceOf(Creation.Created.class, queue("one"));
    NewExecution again = execution("one", "other-id", "hash", "other-nonce");
    assertInstanceOf(Creation.Existing.class, store.create(again, Optional.of(B), T0));
  }

  @Test
  void handsWhatNobodyHeldToTheFirstWhoClaimsIt() {
    queue("one");

    Claim.Held held = claimed("one", A, "a", T0);

    assertEquals(1, held.epoch());
    assertFalse(held.interrupted());
    assertEquals(Optional.empty(), held.lostUntil());
    assertEquals(1, held.stored().meta().tries());
    assertEquals(List.of("one:0"), bodies(held.stored().tail()));
    assertFalse(claimed("one", A, "a", T0).interrupted());
    assertInstanceOf(Claim.Busy.class, store.claim("one", claiming(B, "b"), T0));
    assertInstanceOf(Appended.Written.class, append("one", slot("one", 1, 1)));
  }

  @Test
  void takesAMessageForWhatNobodyHasClaimedYet() {
    queue("one");

    Delivery delivery = store.deliver("one", message("k1", 10), T0.plusSeconds(1));

    assertEquals(new Delivery.Accepted(Optional.empty()), delivery);
    Claim.Held held = claimed("one", A, "a", T0.plusSeconds(1));
    assertEquals(List.of("k1"), keys(held.stored().meta().pending()));
  }

  @Test
  void keepsTheDeadlineOfTheWorkflow() {
    Optional<Instant> deadline = Optional.of(T0.plus(Duration.ofDays(30)));
    NewExecution plain = execution("one", "id-one", "hash", "one-0");
    store.create(
        new NewExecution(
            "one", "id-one", "orders", "v1", "hash", 1, "RUNNING", plain.first(), deadline),
        Optional.of(A),
        T0);

    assertEquals(deadline, store.meta("one").orElseThrow().deadline());
    release("one", 1, "one-0", 0, Optional.of(T0));
    assertEquals(deadline, claimed("one", B, "b", T0).stored().meta().deadline());
    store.finish("one", "id-one", ending(2, "b"));
    assertEquals(deadline, store.read("one").orElseThrow().meta().deadline());
    create("two");
    assertEquals(Optional.empty(), store.meta("two").orElseThrow().deadline());
  }

  // claim, epochs, fencing

  @Test
  void letsNobodyTakeWhatALiveHostHolds() {
    create("one");

    Claim.Busy busy =
        assertInstanceOf(
            Claim.Busy.class, store.claim("one", claiming(B, "b"), T0.plusSeconds(59)));

    assertEquals("host-a", busy.host());
    assertEquals(T0.plus(LEASE), busy.until());
  }

  @Test
  void handsAnExecutionOverOnceTheLeaseHasEnded() {
    create("one");
    append("one", slot("one", 1, 1));

    Claim.Held held = claimed("one", B, "b", LATER);

    assertEquals(2, held.epoch());
    assertTrue(held.interrupted());
    assertEquals(2, held.stored().meta().tries());
    assertEquals(0, held.stored().meta().released());
    assertEquals("host-b", held.stored().meta().lease().orElseThrow().host());
    assertEquals(List.of("one:0", "one:1"), bodies(held.stored().tail()));
    assertEquals(Optional.of(T0), held.stored().meta().due());
  }

  @Test
  void tellsUntilWhenALostHostMayStillAct() {
    create("one");
    claimed("one", B, "b", LATER);

    Claim.Held held = claimed("one", A, "a2", LATER.plus(LEASE).plusSeconds(1));

    assertEquals(B.deadline(), held.lostUntil());
  }

  @Test
  void tellsItAgainToARepeatedClaim() {
    create("one");
    claimed("one", B, "b", LATER);
    Instant now = LATER.plus(LEASE).plusSeconds(1);
    claimed("one", A, "a2", now);

    assertEquals(B.deadline(), claimed("one", A, "a2", now).lostUntil());
  }

  @Test
  void remembersItPastAReleaseAndTheNextClaims() {
    create("one");
    claimed("one", B, "b", LATER);
    Instant now = LATER.plus(LEASE).plusSeconds(1);
    claimed("one", A, "a2", now);
    release("one", 3, "a2", 0, Optional.of(now));
    assertEquals(B.deadline(), store.meta("one").orElseThrow().lostUntil());

    Claim.Held held = claimed("one", A, "a3", now);

    assertFalse(held.interrupted());
    assertEquals(B.deadline(), held.lostUntil());
    assertEquals(B.deadline(), held.stored().meta().lostUntil());
  }

  @Test
  void remembersTheLatestOfSeveralLostHosts() {
    create("one");
    claimed("one", B, "b", LATER);
    Instant now = LATER.plus(LEASE).plusSeconds(1);
    Holder brief = new Holder("host-c", LEASE, Optional.of(now.plus(LEASE)));
    assertEquals(B.deadline(), claimed("one", brief, "c", now).lostUntil());
    now = now.plus(LEASE).plusSeconds(1);
    Holder longer = new Holder("host-d", LEASE, Optional.of(now.plus(Duration.ofHours(1))));
    assertEquals(B.deadline(), claimed("one", longer, "d", now).lostUntil());
    now = now.plus(LEASE).plusSeconds(1);

    assertEquals(longer.deadline(), claimed("one", A, "a5", now).lostUntil());
  }

  @Test
  void waitsForNobodyWhoLetGo() {
    store.create(execution("one", "id-one", "hash", "one-0"), Optional.of(B), T0);
    release("one", 1, "one-0", 0, Optional.of(T0));

    assertEquals(Optional.empty(), claimed("one", A, "a2", T0).lostUntil());
  }

  @Test
  void tellsARepeatedClaimFromASecondOne() {
    create("one");
    Claim.Held first = claimed("one", B, "b", LATER);
    Claim.Held again = claimed("one", B, "b", LATER.plusSeconds(1));

    assertEquals(first.epoch(), again.epoch());
    assertTrue(again.interrupted());
    assertEquals(1, again.stored().tail().size());
    assertInstanceOf(Claim.Busy.class, store.claim("one", claiming(B, "b2"), LATER));
  }

  @Test
  void tellsARepeatedClaimThatWasAskedForOfTheInterruptionAgain() {
    create("one");
    Claiming asked = new Claiming(B, "b", 1, true);
    assertTrue(assertInstanceOf(Claim.Held.class, store.claim("one", asked, LATER)).interrupted());

    // The reply was lost: what the host before was doing is as unknown as it was.
    assertTrue(assertInstanceOf(Claim.Held.class, store.claim("one", asked, LATER)).interrupted());
  }

  @Test
  void countsTriesUntilARelease() {
    create("one");
    Instant now = T0;
    for (int tries = 2; tries <= 4; tries++) {
      now = now.plus(LEASE).plusSeconds(1);
      assertEquals(tries, claimed("one", A, "n" + tries, now).stored().meta().tries());
    }
    release("one", 4, "n4", 0, Optional.of(now));

    Claim.Held held = claimed("one", A, "n5", now);

    assertFalse(held.interrupted());
    assertEquals(1, held.stored().meta().tries());
    assertEquals(4, held.stored().meta().released());
    assertFalse(claimed("one", A, "n5", now).interrupted());
    assertEquals(
        4, claimed("one", A, "n6", now.plus(LEASE).plusSeconds(1)).stored().meta().released());
  }

  @Test
  void keepsTheTriesOfWhatWasParked() {
    create("one");
    claimed("one", A, "n2", LATER);
    assertInstanceOf(
        Release.Done.class,
        store.release(
            "one",
            "id-one",
            new Released(
                2, "n2", 0, List.of(), Optional.empty(), "RUNNING", Optional.empty(), true)));

    assertInstanceOf(Claim.Idle.class, store.claim("one", claiming(A, "n3"), LATER));
    Claim.Held held =
        assertInstanceOf(
            Claim.Held.class, store.claim("one", new Claiming(A, "n4", 1, true), LATER));
    assertTrue(held.interrupted());
    assertEquals(2, held.stored().meta().tries());
  }

  @Test
  void givesNothingToDoWhereNothingIsDueOrPending() {
    create("one");
    release("one", 1, "one-0", 0, Optional.of(T0.plusSeconds(100)));

    Claim.Idle idle =
        assertInstanceOf(
            Claim.Idle.class, store.claim("one", claiming(B, "b"), T0.plusSeconds(99)));
    assertEquals(Optional.of(T0.plusSeconds(100)), idle.meta().due());
    assertEquals(2, claimed("one", B, "b", T0.plusSeconds(100)).epoch());
  }

  @Test
  void leavesAStateOfANewerFormatAlone() {
    create("one");
    release("one", 1, "one-0", 0, Optional.of(T0));
    assertInstanceOf(Claim.Held.class, store.claim("one", new Claiming(A, "a", 3, false), T0));

    Claim.Newer newer =
        assertInstanceOf(
            Claim.Newer.class, store.claim("one", new Claiming(B, "b", 2, false), LATER));
    assertEquals(3, newer.format());
    assertInstanceOf(Claim.Held.class, store.claim("one", new Claiming(B, "b", 4, false), LATER));
  }

  @Test
  void knowsNothingOfANameThatWasNeverCreated() {
    assertInstanceOf(Claim.Missing.class, store.claim("none", claiming(A, "a"), T0));
    assertInstanceOf(Delivery.Missing.class, store.deliver("none", message("k", 1), T0));
    assertInstanceOf(Release.Fenced.class, release("none", 1, "a", 0, Optional.empty()));
    assertInstanceOf(Finish.Fenced.class, store.finish("none", "id-none", ending(1, "a")));
    append("none", slot("none", 1, 1)); // may even be taken for written: nobody reads it
    assertTrue(store.meta("none").isEmpty());
    assertTrue(store.read("none").isEmpty());
    assertEquals(List.of(), store.journal("none", 0, 10));
  }

  @Test
  void letsOnlyOneOfManyClaimersWin() throws Exception {
    create("one");
    List<Callable<Claim>> claimers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Claiming claiming = claiming(new Holder("host-" + i, LEASE, Optional.empty()), "nonce-" + i);
      claimers.add(() -> store.claim("one", claiming, LATER));
    }

    List<Claim> answers = together(claimers);

    assertEquals(1, answers.stream().filter(Claim.Held.class::isInstance).count());
    assertEquals(15, answers.stream().filter(Claim.Busy.class::isInstance).count());
    assertEquals(2, store.meta("one").orElseThrow().epoch());
  }

  // append

  @Test
  void appendsOneSlotAfterAnother() {
    create("one");
    for (int i = 1; i <= 20; i++) {
      assertInstanceOf(Appended.Written.class, append("one", slot("one", i, 1)));
    }

    Stored stored = store.read("one").orElseThrow();

    assertEquals(21, stored.tail().size());
    for (int i = 0; i <= 20; i++) {
      assertEquals(i, stored.tail().get(i).index());
    }
    assertEquals(21, stored.meta().writes());
  }

  @Test
  void takesAnAppendRepeatedWithItsNonceForDone() {
    create("one");
    Slot slot = slot("one", 1, 1);
    append("one", slot);
    append("one", slot("one", 2, 1));

    assertInstanceOf(Appended.Written.class, append("one", slot));
    assertEquals(List.of("one:0", "one:1", "one:2"), bodies("one"));
  }

  @Test
  void refusesASlotThatIsTakenAndShowsWhatIsThere() {
    create("one");
    append("one", slot("one", 1, 1));
    Slot other = new Slot(1, 2, "another", T0, bytes("other"));

    Appended.Taken taken = assertInstanceOf(Appended.Taken.class, append("one", other));

    assertEquals("one-1", taken.existing().orElseThrow().nonce());
    assertEquals("one:1", text(taken.existing().orElseThrow().body()));
    assertEquals(List.of("one:0", "one:1"), bodies("one"));
  }

  @Test
  void fencesAnOlderEpochOnceANewerOneIsActivated() {
    create("one");
    append("one", slot("one", 1, 1));
    Claim.Held held = claimed("one", B, "b", LATER);
    long next = held.stored().tail().getLast().index() + 1;
    Slot activated = new Slot(next, held.epoch(), "b-activated", LATER, bytes("activated"));
    assertInstanceOf(Appended.Written.class, append("one", activated));

    Appended.Taken zombie =
        assertInstanceOf(Appended.Taken.class, append("one", slot("one", (int) next, 1)));

    assertEquals(2, zombie.existing().orElseThrow().epoch());
    assertInstanceOf(Renewal.Fenced.class, renew("one", 1, "one-0", T0));
    assertInstanceOf(Release.Fenced.class, release("one", 1, "one-0", 0, Optional.empty()));
    assertInstanceOf(Finish.Fenced.class, store.finish("one", "id-one", ending(1, "one-0")));
    assertEquals(List.of("one:0", "one:1", "activated"), bodies("one"));
  }

  @Test
  void showsTheNewHostASlotThatAZombieWonBeforeItWasFenced() {
    create("one");
    Claim.Held held = claimed("one", B, "b", LATER);
    append("one", slot("one", 1, 1));

    Slot activated = new Slot(1, held.epoch(), "b-activated", LATER, bytes("activated"));
    assertInstanceOf(Appended.Taken.class, append("one", activated));

    assertEquals(List.of("one:0", "one:1"), bodies(store.read("one").orElseThrow().tail()));
  }

  @Test
  void letsOnlyOneOfManyAppendersWinASlot() throws Exception {
    create("one");
    List<Callable<Appended>> appenders = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Slot slot = new Slot(1, 1, "nonce-" + i, T0, bytes("by " + i));
      appenders.add(() -> append("one", slot));
    }

    List<Appended> answers = together(appenders);

    assertEquals(1, answers.stream().filter(Appended.Written.class::isInstance).count());
    assertEquals(2, store.read("one").orElseThrow().tail().size());
  }

  @Test
  void keepsLargeBodies() {
    byte[] large = new byte[6 * 1024 * 1024 + 1];
    new Random(5).nextBytes(large);
    create("one");
    append("one", new Slot(1, 1, "large", T0, large));
    store.deliver("one", new InboxEntry("k", T0, false, large), T0);

    assertArrayEquals(large, store.journal("one", 1, 1).getFirst().body());
    assertArrayEquals(large, store.meta("one").orElseThrow().pending().getFirst().body());
    release("one", 1, "one-0", 1, Optional.of(T0), new Snapshot(1, large));
    assertArrayEquals(large, store.read("one").orElseThrow().snapshot().orElseThrow().body());
  }

  // renew

  @Test
  void prolongsALeaseAndTellsWhatCameIn() {
    create("one");
    store.deliver("one", message("k1", 10), T0);
    Instant now = T0.plusSeconds(30);

    Renewal.Renewed renewed =
        assertInstanceOf(Renewal.Renewed.class, renew("one", 1, "one-0", now));

    assertEquals(1, renewed.inboxVersion());
    assertEquals(List.of("k1"), keys(renewed.pending()));
    assertInstanceOf(Claim.Busy.class, store.claim("one", claiming(B, "b"), now.plusSeconds(59)));
    assertEquals(Optional.of(T0), store.meta("one").orElseThrow().due());
  }

  @Test
  void removesWhatWasJournaledOnRenewal() {
    create("one");
    store.deliver("one", message("k1", 10), T0);
    store.deliver("one", message("k2", 10), T0);

    Renewal answer =
        store.renew(
            "one", "id-one", new Renewing(1, "one-0", A, List.of("k1"), Optional.empty()), T0);

    assertEquals(List.of("k2"), keys(assertInstanceOf(Renewal.Renewed.class, answer).pending()));
    assertEquals(List.of("k2"), keys(store.meta("one").orElseThrow().pending()));
  }

  @Test
  void renewsNothingThatWasReleased() {
    create("one");
    release("one", 1, "one-0", 0, Optional.of(T0));

    assertInstanceOf(Renewal.Fenced.class, renew("one", 1, "one-0", T0));
    assertTrue(store.meta("one").orElseThrow().lease().isEmpty());
  }

  // release

  @Test
  void writesWakeStatusAndSnapshotOnRelease() {
    create("one");
    append("one", slot("one", 1, 1));
    append("one", slot("one", 2, 1));
    Instant wake = T0.plus(Duration.ofDays(7)).plusNanos(123_456_789);

    assertInstanceOf(
        Release.Done.class,
        store.release(
            "one",
            "id-one",
            new Released(
                1,
                "one-0",
                0,
                List.of(),
                Optional.of(wake),
                "WAITING",
                Optional.of(new Snapshot(1, bytes("state"))),
                false)));

    Stored stored = store.read("one").orElseThrow();
    assertEquals(Optional.of(wake), stored.meta().due());
    assertEquals("WAITING", stored.meta().status());
    assertEquals(1, stored.meta().snapshotThrough());
    assertEquals(0, stored.meta().tries());
    assertTrue(stored.meta().lease().isEmpty());
    assertEquals("state", text(stored.snapshot().orElseThrow().body()));
    assertEquals(List.of("one:2"), bodies(stored.tail()));
    assertEquals(List.of("one:0", "one:1", "one:2"), bodies("one"));
  }

  @Test
  void keepsTheNewerSnapshot() {
    create("one");
    append("one", slot("one", 1, 1));
    release("one", 1, "one-0", 0, Optional.of(T0), new Snapshot(1, bytes("newer")));
    claimed("one", A, "a2", T0);
    release("one", 2, "a2", 0, Optional.of(T0), new Snapshot(0, bytes("older")));

    assertEquals("newer", text(store.read("one").orElseThrow().snapshot().orElseThrow().body()));
  }

  @Test
  void refusesToReleaseOverAnInboxThatWasNotSeen() {
    create("one");
    store.deliver("one", message("k1", 10), T0);

    Release.Unseen unseen =
        assertInstanceOf(Release.Unseen.class, release("one", 1, "one-0", 0, Optional.empty()));

    assertEquals(1, unseen.inboxVersion());
    assertEquals(List.of("k1"), keys(unseen.pending()));
    assertTrue(store.meta("one").orElseThrow().lease().isPresent());
    Released seen =
        new Released(
            1, "one-0", 1, List.of("k1"), Optional.empty(), "WAITING", Optional.empty(), false);
    assertInstanceOf(Release.Done.class, store.release("one", "id-one", seen));
    assertEquals(List.of(), store.meta("one").orElseThrow().pending());
  }

  @Test
  void changesNothingWhenAReleaseArrivesAgain() {
    create("one");
    release("one", 1, "one-0", 0, Optional.of(T0.plusSeconds(9)));
    store.deliver("one", message("k1", 10), T0.plusSeconds(1));

    assertInstanceOf(
        Release.Done.class, release("one", 1, "one-0", 0, Optional.of(T0.plusSeconds(9))));

    assertEquals(Optional.of(T0.plusSeconds(1)), store.meta("one").orElseThrow().due());
    assertEquals(List.of("k1"), keys(store.meta("one").orElseThrow().pending()));
  }

  // deliver

  @Test
  void acceptsAMessageAndMakesTheExecutionDue() {
    create("one");
    release("one", 1, "one-0", 0, Optional.of(T0.plus(Duration.ofDays(7))));

    Delivery.Accepted accepted =
        assertInstanceOf(
            Delivery.Accepted.class, store.deliver("one", message("k1", 10), T0.plusSeconds(5)));

    assertTrue(accepted.heldBy().isEmpty());
    Meta meta = store.meta("one").orElseThrow();
    assertEquals(Optional.of(T0.plusSeconds(5)), meta.due());
    assertEquals(1, meta.inboxVersion());
    assertEquals(List.of("one"), store.due(T0.plusSeconds(5), 10));
    Claim.Held held = claimed("one", B, "b", T0.plusSeconds(5));
    assertEquals(List.of("k1"), keys(held.stored().meta().pending()));
  }

  @Test
  void tellsWhoHoldsTheExecutionThatAMessageCameTo() {
    create("one");

    Delivery delivery = store.deliver("one", message("k1", 10), T0);
    Delivery afterwards = store.deliver("one", message("k2", 10), LATER);

    assertEquals(new Delivery.Accepted(Optional.of("host-a")), delivery);
    assertEquals(new Delivery.Accepted(Optional.empty()), afterwards);
  }

  @Test
  void acceptsAMessageOnceByKey() {
    create("one");
    store.deliver("one", message("k1", 10), T0);

    assertInstanceOf(Delivery.Duplicate.class, store.deliver("one", message("k1", 10), T0));
    assertEquals(1, store.meta("one").orElseThrow().inboxVersion());
  }

  @Test
  void keepsMessagesInTheOrderOfTheirAcceptance() {
    create("one");
    for (String key : List.of("z", "a", "m")) {
      store.deliver("one", message(key, 10), T0);
    }

    assertEquals(List.of("z", "a", "m"), keys(store.meta("one").orElseThrow().pending()));
  }

  @Test
  void refusesWhatDoesNotFitIntoTheInbox() {
    create("one");
    int accepted = 0;
    while (store.deliver("one", message("k" + accepted, 390), T0) instanceof Delivery.Accepted) {
      accepted++;
    }

    int each = message("k10", 390).weight();
    assertTrue(Math.abs(InboxEntry.INBOX_BYTES / each - accepted) <= 1, accepted + " messages");
    assertInstanceOf(Delivery.Full.class, store.deliver("one", message("one-more", 390), T0));
    assertEquals(accepted, store.meta("one").orElseThrow().pending().size());
  }

  @Test
  void hasRoomAgainOnceMessagesAreJournaled() {
    create("one");
    int accepted = 0;
    while (store.deliver("one", message("k" + accepted, 390), T0) instanceof Delivery.Accepted) {
      accepted++;
    }
    List<String> keys = keys(store.meta("one").orElseThrow().pending());
    store.renew("one", "id-one", new Renewing(1, "one-0", A, keys, Optional.empty()), T0);

    assertInstanceOf(Delivery.Accepted.class, store.deliver("one", message("one-more", 390), T0));
  }

  @Test
  void storesLargeMessagesApartSoThatTheyDoNotFillTheInbox() {
    create("one");
    for (int i = 0; i < 40; i++) {
      assertInstanceOf(
          Delivery.Accepted.class, store.deliver("one", message("k" + i, 100_000), T0));
    }

    List<InboxEntry> pending = store.meta("one").orElseThrow().pending();
    assertEquals(40, pending.size());
    assertEquals(100_000, pending.get(39).body().length);
  }

  @Test
  void losesNoMessageThatArrivesWhileAHostReleases() throws Exception {
    create("one");
    int messages = 40;
    List<Callable<Delivery>> senders = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      InboxEntry entry = message("k" + i, 10);
      senders.add(() -> store.deliver("one", entry, T0));
    }
    Callable<List<String>> host =
        () -> {
          List<String> journaled = new ArrayList<>();
          long seen = 0;
          while (journaled.size() < messages) {
            switch (release("one", 1, "one-0", seen, Optional.empty())) {
              case Release.Unseen unseen -> {
                journaled = new ArrayList<>(keys(unseen.pending()));
                seen = unseen.inboxVersion();
              }
              case Release.Done done -> {
                Meta meta = store.meta("one").orElseThrow();
                return keys(meta.pending());
              }
              case Release.Fenced fenced -> throw new IllegalStateException("fenced");
            }
          }
          return journaled;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<String>> hosted = threads.submit(host);
      for (Future<Delivery> sent : threads.invokeAll(senders)) {
        assertInstanceOf(Delivery.Accepted.class, sent.get());
      }
      hosted.get();
    }

    assertEquals(messages, store.meta("one").orElseThrow().pending().size());
    assertEquals(messages, store.meta("one").orElseThrow().inboxVersion());
  }

  // finish and reopening

  @Test
  void endsAnExecution() {
    create("one");
    append("one", slot("one", 1, 1));

    Finish.Done done =
        assertInstanceOf(Finish.Done.class, store.finish("one", "id-one", ending(1, "one-0")));
    assertInstanceOf(Finish.Done.class, store.finish("one", "id-one", ending(1, "one-0")));

    Meta meta = store.meta("one").orElseThrow();
    assertEquals(1, meta.released());
    done.head().ifPresent(head -> assertEquals(told(meta), told(head)));
    assertEquals("SUCCEEDED", meta.status());
    assertEquals(Optional.of(T0), meta.endedAt());
    assertTrue(meta.due().isEmpty());
    assertTrue(meta.lease().isEmpty());
    assertEquals(3, meta.writes());
    assertInstanceOf(Claim.Ended.class, store.claim("one", claiming(B, "b"), LATER));
    assertEquals(new Delivery.Ended("SUCCEEDED"), store.deliver("one", message("late", 10), LATER));
    assertEquals(List.of(), store.due(LATER.plus(Duration.ofDays(9)), 10));
    assertTrue(store.nextDue().isEmpty());
  }

  @Test
  void keepsWhatWasAcceptedAndNeverConsumed() {
    create("one");
    store.deliver("one", message("k1", 10), T0);
    store.finish("one", "id-one", ending(1, "one-0"));

    assertEquals(List.of("k1"), keys(store.meta("one").orElseThrow().pending()));
  }

  @Test
  void reopensAnEndedExecutionForAMessageThatMay() {
    create("one");
    store.finish("one", "id-one", ending(1, "one-0", Optional.of(LATER.plusSeconds(5))));
    InboxEntry redrive = new InboxEntry("redrive", LATER, true, bytes("redrive"));

    assertInstanceOf(Delivery.Accepted.class, store.deliver("one", redrive, LATER));

    Meta meta = store.meta("one").orElseThrow();
    assertTrue(meta.endedAt().isEmpty());
    assertTrue(meta.expiresAt().isEmpty());
    assertEquals(Optional.of(LATER), meta.due());
    Claim.Held held = claimed("one", B, "b", LATER);
    assertEquals(2, held.epoch());
    assertFalse(held.interrupted());
  }

  @Test
  void doesNotEndAgainWhatWasReopenedWhenAnEndArrivesLate() {
    create("one");
    store.finish("one", "id-one", ending(1, "one-0"));
    store.deliver("one", new InboxEntry("redrive", T0, true, bytes("redrive")), T0);

    store.finish("one", "id-one", ending(1, "one-0"));

    assertTrue(store.meta("one").orElseThrow().endedAt().isEmpty());
    assertEquals(List.of("one"), store.due(T0, 10));
  }

  @Test
  void reopensNothingThatIsAlive() {
    create("one");
    InboxEntry redrive = new InboxEntry("redrive", T0, true, bytes("redrive"));

    assertEquals(new Delivery.Live("RUNNING"), store.deliver("one", redrive, T0));
    assertEquals(List.of(), store.meta("one").orElseThrow().pending());
  }

  // due

  @Test
  void findsWhatIsDueAndHeldByNobody() {
    for (String name : List.of("held", "early", "now", "waiting", "ended")) {
      create(name);
    }
    release("early", 1, "early-0", 0, Optional.of(T0.plusSeconds(1)));
    release("now", 1, "now-0", 0, Optional.of(T0.plusSeconds(2)));
    release("waiting", 1, "waiting-0", 0, Optional.of(T0.plusSeconds(100)));
    store.finish("ended", "id-ended", ending(1, "ended-0"));

    assertEquals(List.of("early", "now"), store.due(T0.plusSeconds(2), 10));
    assertEquals(List.of("early"), store.due(T0.plusSeconds(2), 1));
    assertEquals(Optional.of(T0.plusSeconds(1)), store.nextDue());
    assertEquals(List.of("held", "early", "now"), store.due(LATER, 10));
  }

  @Test
  void isDueNextWhenTheLeaseOfALostHostEnds() {
    create("one");
    assertEquals(Optional.of(T0.plus(LEASE)), store.nextDue());
  }

  // reading

  @Test
  void pagesThroughExecutionsNewestFirst() {
    for (int i = 0; i < 7; i++) {
      NewExecution one = execution("e" + i, "id-e" + i, "hash", "e" + i + "-0");
      store.create(one, Optional.of(A), T0.plusSeconds(i / 2));
    }
    store.finish("e3", "id-e3", ending(1, "e3-0"));

    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page page = store.list(query(Optional.of("orders"), Optional.empty(), after));
      page.executions().forEach(meta -> seen.add(meta.name()));
      after = page.next();
      assertFalse(after.orElse("").contains(" "), "a cursor is one word in a shell");
    } while (after.isPresent());

    assertEquals(List.of("e6", "e5", "e4", "e3", "e2", "e1", "e0"), seen);
    Page ended = store.list(query(Optional.empty(), Optional.of("SUCCEEDED"), after));
    assertEquals(List.of("e3"), ended.executions().stream().map(Meta::name).toList());
    assertEquals(Optional.empty(), ended.next());
    assertEquals(
        List.of(), store.list(query(Optional.of("none"), Optional.empty(), after)).executions());
  }

  @Test
  void listsExecutionsByTheTimeOfTheirStart() {
    for (int i = 0; i < 5; i++) {
      NewExecution one = execution("e" + i, "id-e" + i, "hash", "e" + i + "-0");
      store.create(one, Optional.of(A), T0.plusSeconds(i));
    }
    Optional<Instant> two = Optional.of(T0.plusSeconds(2));

    assertEquals(List.of("e4", "e3", "e2"), started(two, Optional.empty()));
    assertEquals(List.of("e1", "e0"), started(Optional.empty(), two));
    assertEquals(List.of("e3", "e2"), started(two, Optional.of(T0.plusSeconds(4))));
    assertEquals(List.of(), started(two, two));
  }

  private List<String> started(Optional<Instant> from, Optional<Instant> before) {
    Query query =
        new Query(Optional.of("orders"), Optional.empty(), from, before, 10, Optional.empty());
    return store.list(query).executions().stream().map(Meta::name).toList();
  }

  @Test
  void readsTheJournalInParts() {
    create("one");
    create("two");
    for (int i = 1; i <= 9; i++) {
      append("one", slot("one", i, 1));
    }

    assertEquals(List.of("one:4", "one:5", "one:6"), bodies(store.journal("one", 4, 3)));
    assertEquals(List.of("one:9"), bodies(store.journal("one", 9, 3)));
    assertEquals(List.of(), store.journal("one", 10, 3));
  }

  @Test
  void trimsWhatASnapshotCovers() {
    create("one");
    for (int i = 1; i <= 9; i++) {
      append("one", slot("one", i, 1));
    }
    release("one", 1, "one-0", 0, Optional.of(T0), new Snapshot(6, bytes("state")));

    store.trim("one", "id-one", new Snapshot(4, bytes("after 4")));
    assertEquals(List.of("after 4", "one:5", "one:6"), bodies(store.journal("one", 0, 3)));
    assertEquals("one-4", store.journal("one", 0, 1).getFirst().nonce());
    store.trim("one", "id-one", new Snapshot(3, bytes("it begins later")));
    store.trim("one", "id-one", new Snapshot(7, bytes("no snapshot covers it")));
    store.trim("one", "another", new Snapshot(5, bytes("not this one")));
    assertEquals(List.of("after 4", "one:5", "one:6"), bodies(store.journal("one", 0, 3)));
    store.trim("one", "id-one", new Snapshot(6, bytes("after 6")));
    assertEquals(List.of("after 6", "one:7"), bodies(store.journal("one", 0, 2)));
    assertEquals(
        List.of("one:7", "one:8", "one:9"), bodies(store.read("one").orElseThrow().tail()));
    append("one", new Slot(3, 1, "zombie", T0, bytes("zombie")));
    assertEquals(List.of("after 6", "one:7"), bodies(store.journal("one", 0, 2)));
    assertEquals(10, claimed("one", B, "b", T0).stored().tail().getLast().index() + 1);
  }

  @Test
  void countsItsCommits() {
    long before = store.commits();
    create("one");
    append("one", slot("one", 1, 1));
    store.finish("one", "id-one", ending(1, "one-0"));

    assertEquals(3, store.commits() - before);
    assertEquals(3, store.meta("one").orElseThrow().writes());
  }

  @Test
  void keepsExecutionsApart() throws Exception {
    int executions = 24;
    List<Callable<Appended>> work = new ArrayList<>();
    for (int e = 0; e < executions; e++) {
      String name = "e" + e;
      create(name);
      work.add(() -> {
        for (int i = 1; i < 20; i++) {
          assertInstanceOf(Appended.Written.class, append(name, slot(name, i, 1)));
        }
        return append(name, slot(name, 20, 1));
      });
    }

    together(work);

    for (int e = 0; e < executions; e++) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i <= 20; i++) {
        expected.add("e" + e + ":" + i);
      }
      assertEquals(expected, bodies("e" + e));
    }
  }

  // words of this test

  private Creation create(String name) {
    return store.create(execution(name, "id-" + name, "hash", name + "-0"), Optional.of(A), T0);
  }

  private Creation queue(String name) {
    NewExecution held = execution(name, "id-" + name, "hash", name + "-0");
    Slot first = new Slot(0, 0, name + "-0", T0, held.first().body());
    return store.create(
        new NewExecution(
            name, held.id(), "orders", "v1", "hash", 1, "RUNNING", first, Optional.empty()),
        Optional.empty(),
        T0);
  }

  protected static NewExecution execution(String name, String id, String hash, String nonce) {
    Slot first = new Slot(0, 1, nonce, T0, bytes(name + ":0"));
    return new NewExecution(name, id, "orders", "v1", hash, 1, "RUNNING", first, Optional.empty());
  }

  protected static Slot slot(String name, int index, long epoch) {
    return new Slot(index, epoch, name + "-" + index, T0, bytes(name + ":" + index));
  }

  private Appended append(String name, Slot slot) {
    return store.append(name, "id-" + name, slot);
  }

  protected static Claiming claiming(Holder holder, String nonce) {
    return new Claiming(holder, nonce, 1, false);
  }

  private Claim.Held claimed(String name, Holder holder, String nonce, Instant now) {
    return assertInstanceOf(Claim.Held.class, store.claim(name, claiming(holder, nonce), now));
  }

  private Renewal renew(String name, long epoch, String nonce, Instant now) {
    return store.renew(
        name, "id-" + name, new Renewing(epoch, nonce, A, List.of(), Optional.empty()), now);
  }

  private Release release(
      String name, long epoch, String nonce, long seen, Optional<Instant> due, Snapshot... kept) {
    Optional<Snapshot> snapshot = kept.length == 0 ? Optional.empty() : Optional.of(kept[0]);
    return store.release(
        name,
        "id-" + name,
        new Released(epoch, nonce, seen, List.of(), due, "WAITING", snapshot, false));
  }

  /// Without what it has cost, which grows with each question.
  private static List<Object> told(Meta meta) {
    return List.of(
        meta.id(), meta.status(), meta.endedAt(), meta.due(), meta.lease(), meta.writes());
  }

  private static Ending ending(long epoch, String nonce) {
    return ending(epoch, nonce, Optional.empty());
  }

  private static Ending ending(long epoch, String nonce, Optional<Instant> expires) {
    return new Ending(epoch, nonce, "SUCCEEDED", T0, expires, Optional.empty(), List.of());
  }

  private static Query query(
      Optional<String> workflow, Optional<String> status, Optional<String> after) {
    return new Query(workflow, status, Optional.empty(), Optional.empty(), 3, after);
  }

  protected static InboxEntry message(String key, int size) {
    return new InboxEntry(key, T0, false, new byte[size]);
  }

  private List<String> bodies(String name) {
    return bodies(store.journal(name, 0, 1000));
  }

  private static List<String> bodies(List<Slot> slots) {
    return slots.stream().map(slot -> text(slot.body())).toList();
  }

  private static List<String> keys(List<InboxEntry> entries) {
    return entries.stream().map(InboxEntry::key).toList();
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> answers = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(work)) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
