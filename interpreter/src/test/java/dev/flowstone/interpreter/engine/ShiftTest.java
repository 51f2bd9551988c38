package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An activation on a host whose time is limited.
final class ShiftTest extends ByHand {
  private static final Instant UNTIL = T0.plusSeconds(10);
  private static final Instant DEADLINE = T0.plus(Duration.ofMinutes(15));

  @Test
  void beginsNothingOnceNobodyWaitsForIt() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program, until(UNTIL));
    activation.begin(T0);

    List<Effect> effects = then(activation, ended("x", 1), UNTIL);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(UNTIL), activation, effects));
  }

  @Test
  void beginsTheNextStepUntilThen() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program, until(UNTIL));
    activation.begin(T0);

    List<Effect> effects = then(activation, ended("x", 1), UNTIL.minusNanos(1));

    assertEquals("y", only(Effect.Call.class, effects).invoke().call());
  }

  @Test
  void letsEndWhatRunsWhenNobodyWaitsAnyMore() {
    Program program = program(Code.begin().step("x").done());
    Activation activation = create(program, until(UNTIL));
    activation.begin(T0);

    List<Effect> late = then(activation, new Input.Woken(), UNTIL.plusSeconds(5));

    assertEquals(List.of(), of(Effect.Interrupt.class, late));
    assertEquals(List.of(), of(Effect.LetGo.class, late));
    only(Effect.End.class, then(activation, ended("x", 1), UNTIL.plusSeconds(6)));
  }

  @Test
  void beginsNoAttemptThatMightOutlastItsHost() {
    Program program =
        program(Code.begin().timeout(Duration.ofMinutes(10)).step("x").step("y").done());
    Activation activation = create(program, Shift.upTo(DEADLINE));
    only(Effect.Call.class, activation.begin(T0));
    // Ten minutes and the margin of ten seconds are one nanosecond more than is left.
    Instant late = DEADLINE.minus(Duration.ofSeconds(610)).plusNanos(1);

    List<Effect> effects = then(activation, ended("x", 1), late);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(late), activation, effects));
  }

  @Test
  void beginsAnAttemptThatJustFits() {
    Program program =
        program(Code.begin().timeout(Duration.ofMinutes(10)).step("x").step("y").done());
    Activation activation = create(program, Shift.upTo(DEADLINE));
    activation.begin(T0);
    Instant last = DEADLINE.minus(Duration.ofSeconds(610));

    Effect.Call call = only(Effect.Call.class, then(activation, ended("x", 1), last));

    assertEquals(DEADLINE.minusSeconds(10), call.deadline());
  }

  @Test
  void makesNoAttemptLongerThanItsHostAllows() {
    settings = Settings.standardBut(s -> s.longestAttempt = Optional.of(Duration.ofMinutes(3)));
    Program program =
        program(Code.begin().timeout(Duration.ofMinutes(10)).step("x").step("y").done());
    Activation activation = create(program, Shift.upTo(DEADLINE));
    assertEquals(Duration.ofMinutes(3), only(Effect.Call.class, activation.begin(T0)).timeout());

    List<Effect> effects = then(activation, ended("x", 1), DEADLINE.minus(Duration.ofMinutes(4)));

    assertEquals("y", only(Effect.Call.class, effects).invoke().call());
  }

  @Test
  void keepsAShorterTimeoutThanTheHostAllows() {
    settings = Settings.standardBut(s -> s.longestAttempt = Optional.of(Duration.ofMinutes(3)));
    Program program = program(Code.begin().timeout(Duration.ofMinutes(1)).step("x").done());

    Effect.Call call = only(Effect.Call.class, create(program, Shift.open()).begin(T0));

    assertEquals(Duration.ofMinutes(1), call.timeout());
  }

  @Test
  void isReleasedUntilItsOwnTimeWhereItWaits() {
    Program program = program(Code.begin().sleep(Duration.ofDays(1)).done());
    Activation activation = create(program, until(T0));

    List<Effect> effects = activation.begin(T0);

    Optional<Instant> due = Optional.of(T0.plus(Duration.ofDays(1)));
    assertEquals(new Departure.Waiting(due), leavesDueAt(due, activation, effects));
  }

  @Test
  void waitsInPlaceOnlyForWhatItCouldGoOnWith() {
    Program program = program(Code.begin().sleep(Duration.ofSeconds(1)).step("x").done());
    Activation hurried = create(program, until(T0.plusSeconds(1)));

    List<Effect> effects = hurried.begin(T0);

    Optional<Instant> due = Optional.of(T0.plusSeconds(1));
    assertEquals(new Departure.Waiting(due), leavesDueAt(due, hurried, effects));
  }

  @Test
  void doesNotWaitInPlacePastItsDeadline() {
    Program program = program(Code.begin().sleep(Duration.ofSeconds(1)).step("x").done());
    Activation activation = create(program, Shift.upTo(T0.plusMillis(10_500)));

    Released released = only(Effect.LetGo.class, activation.begin(T0)).released();

    assertEquals(Optional.of(T0.plusSeconds(1)), released.due());
  }

  @Test
  void goesOnWithWhatIsDueBeforeItEnds() {
    Program program = program(Code.begin().sleep(Duration.ofSeconds(1)).step("x").done());
    Activation activation = create(program, until(T0.plusSeconds(2)));
    assertEquals(List.of(), of(Effect.LetGo.class, activation.begin(T0)));

    List<Effect> effects = then(activation, new Input.Woken(), T0.plusSeconds(1));

    assertEquals("x", only(Effect.Call.class, effects).invoke().call());
  }

  @Test
  void givesUpWhatStillRunsShortlyBeforeItsHostStops() {
    Program program = program(Code.begin().heartbeat(Duration.ofMinutes(9)).step("x").done());
    Activation activation = create(program, Shift.upTo(DEADLINE));
    activation.begin(T0);
    Instant beat = T0.plus(Duration.ofMinutes(8));
    List<Effect> beaten = activation.on(List.of(new Input.Beat("x", 1)), beat);
    Instant over = DEADLINE.minus(SETTINGS.grace());
    assertTrue(!only(Effect.Wake.class, beaten).when().isAfter(over));

    List<Effect> before = activation.on(List.of(new Input.Woken()), over.minusNanos(1));
    assertEquals(List.of(), of(Effect.Leave.class, before));
    List<Effect> effects = activation.on(List.of(new Input.Woken()), over);

    assertEquals(new Departure.Abandoned(), only(Effect.Leave.class, effects).departure());
    assertEquals("x", only(Effect.Interrupt.class, effects).call());
    assertEquals(List.of(), of(Effect.LetGo.class, effects));
  }

  @Test
  void beginsNothingAfterARenewalThatCameTooLate() {
    Program program = program(Code.begin().step("x").step("y").done());
    Instant until = T0.plus(LEASE).plusSeconds(1);
    Activation activation = create(program, until(until));
    activation.begin(T0);

    List<Effect> effects = then(activation, ended("x", 1), until);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(until), activation, effects));
  }

  @Test
  void leavesAnUndoThatIsHeldBackUntilItMayBegin() {
    Program program = program(Code.begin().step("x", "undo").done());
    create(program, Shift.upTo(DEADLINE)).begin(T0);
    Instant now = T0.plus(LEASE);
    Activation heir = claim(program, now, until(now.plusSeconds(1)));
    Slot activated = only(Effect.Append.class, heir.begin(now)).slot();

    List<Effect> effects = heir.on(List.of(wrote(activated)), now.plusSeconds(1));

    Optional<Instant> due = Optional.of(DEADLINE);
    assertEquals(new Departure.Waiting(due), leavesDueAt(due, heir, effects));
  }

  @Test
  void activatesNothingOnceItsTimeIsOver() {
    Program program = program(Code.begin().step("x").done());
    create(program, Shift.open()).begin(T0);
    Instant now = T0.plus(LEASE);
    Activation late = claim(program, now, until(now));

    List<Effect> effects = late.begin(now);

    assertEquals(List.of(), of(Effect.Append.class, effects));
    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(now), late, effects));
    assertTrue(next(now).interrupted(), "the host before was lost all the same");
  }

  @Test
  void isLetGoOfAlsoByAHostThatIsAboutToStop() {
    Program program = program(Code.begin().step("x").done());
    enqueue(program);
    Activation late = claim(program, T0, Shift.upTo(T0.plusSeconds(1)));

    List<Effect> effects = late.begin(T0);

    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(T0), late, effects));
  }

  @Test
  void isNotTakenForLostWhereItDidNotBegin() {
    Program program = program(Code.begin().sleep(Duration.ofDays(1)).step("x").done());
    Activation first = create(program, Shift.open());
    store.release("e", "id", only(Effect.LetGo.class, first.begin(T0)).released());
    Instant now = T0.plus(Duration.ofDays(1));
    Activation late = claim(program, now, until(now));

    leavesDueAt(Optional.of(now), late, late.begin(now));

    assertTrue(!next(now).interrupted());
  }

  @Test
  void putsItOffAgainWhereAMessageCameMeanwhile() {
    Program program = program(Code.begin().step("x").done());
    create(program, Shift.open()).begin(T0);
    Instant now = T0.plus(LEASE);
    Activation late = claim(program, now, until(now));
    Released first = only(Effect.LetGo.class, late.begin(now)).released();
    deliver("k1", now);
    Release answer = store.release("e", "id", first);
    assertInstanceOf(Release.Unseen.class, answer);

    List<Effect> effects = late.on(List.of(new Input.LetGo(answer)), now);

    assertEquals(List.of(), of(Effect.Append.class, effects));
    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(now), late, effects));
    assertEquals(1, store.meta("e").orElseThrow().pending().size());
  }

  @Test
  void pausesNoLongerThanLeavesItTimeToBegin() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program, Shift.open());
    Instant now = T0;
    for (int tries = 2; tries <= 13; tries++) {
      now = now.plus(LEASE);
      Activation next = claim(program, now);
      List<Effect> effects = next.begin(now);
      if (of(Effect.Append.class, effects).isEmpty()) {
        effects = next.on(List.of(new Input.Woken()), only(Effect.Wake.class, effects).when());
      }
      wrote(only(Effect.Append.class, effects).slot()); // and nothing more is heard of it
    }
    now = now.plus(LEASE);
    Activation hurried = claim(program, now, until(now.plusSeconds(10)));

    Instant wake = only(Effect.Wake.class, hurried.begin(now)).when();

    assertEquals(now.plusSeconds(5), wake);
    only(Effect.Append.class, hurried.on(List.of(new Input.Woken()), wake));
  }

  @Test
  void isReleasedFromAPauseWhenItsHostStops() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program, Shift.open());
    Instant now = T0;
    for (int tries = 2; tries <= 7; tries++) {
      now = now.plus(LEASE);
      wrote(only(Effect.Append.class, claim(program, now).begin(now)).slot());
    }
    now = now.plus(LEASE);
    Activation pausing = claim(program, now);
    Instant wake = only(Effect.Wake.class, pausing.begin(now)).when();

    List<Effect> effects = pausing.on(List.of(new Input.Stop(now.plusSeconds(10))), now);

    assertEquals(new Departure.Stopped(), leavesDueAt(Optional.of(wake), pausing, effects));
    assertTrue(next(wake).interrupted());
  }

  @Test
  void activatesWhatWasOnlyQueued() {
    Program program = program(Code.begin().step("x").done());
    enqueue(program);
    Activation first = claim(program, T0);

    Slot slot = only(Effect.Append.class, first.begin(T0)).slot();

    assertEquals(1, slot.index());
    Event.Activated activated = assertInstanceOf(Event.Activated.class, events(slot).getFirst());
    assertEquals(1, activated.epoch());
    assertTrue(!activated.interrupted());
    List<Effect> effects = first.on(List.of(wrote(slot)), T0);
    assertEquals(1, only(Effect.Call.class, effects).invoke().attempt());
  }

  // words of this test

  private static Shift until(Instant until) {
    return new Shift(Optional.of(until), Optional.empty());
  }

  /// What follows, the store answering what it is asked.
  private List<Effect> then(Activation activation, Input happened, Instant at) {
    List<Effect> all = new ArrayList<>();
    Deque<Input> inputs = new ArrayDeque<>(List.of(happened));
    while (!inputs.isEmpty()) {
      List<Effect> effects = activation.on(List.of(inputs.remove()), at);
      all.addAll(effects);
      for (Effect effect : effects) {
        if (effect instanceof Effect.Append(Slot slot)) {
          inputs.add(wrote(slot));
        } else if (effect instanceof Effect.ReadInbox) {
          inputs.add(new Input.InboxRead(store.meta("e")));
        } else if (effect instanceof Effect.Renew(Renewing renewing)) {
          inputs.add(new Input.Renewed(store.renew("e", "id", renewing, at)));
        }
      }
    }
    return all;
  }

  private Departure leavesDueAt(
      Optional<Instant> due, Activation activation, List<Effect> effects) {
    Released released = only(Effect.LetGo.class, effects).released();
    assertEquals(due, released.due());
    Release answer = store.release("e", "id", released);
    assertInstanceOf(Release.Done.class, answer);
    List<Effect> left = activation.on(List.of(new Input.LetGo(answer)), due.orElse(T0));
    assertEquals(due, store.meta("e").orElseThrow().due());
    return only(Effect.Leave.class, left).departure();
  }

  private Claim.Held next(Instant now) {
    Holder holder = new Holder("next", LEASE, Optional.empty());
    Claiming claiming = new Claiming(holder, "next", 1, false);
    return assertInstanceOf(Claim.Held.class, store.claim("e", claiming, now));
  }
}
