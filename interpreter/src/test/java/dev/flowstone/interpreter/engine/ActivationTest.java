package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The decisions of one activation, driven by hand: no thread, no clock, every interleaving on
/// purpose.
final class ActivationTest extends ByHand {
  @Test
  void performsNothingBeforeItsActivationIsDurable() {
    Program program = program(Code.begin().retrying(3, Duration.ZERO).step("x").done());
    create(program);
    Activation heir = claim(program, T0.plus(LEASE));

    List<Effect> first = heir.begin(T0.plus(LEASE));

    assertEquals(List.of(), of(Effect.Call.class, first));
    Slot slot = only(Effect.Append.class, first).slot();
    assertInstanceOf(Event.Activated.class, events(slot).getFirst());
    List<Effect> next = heir.on(List.of(wrote(slot)), T0.plus(LEASE));
    // The attempt that the lost host was making is counted, and the next one is due at once.
    Slot timer = only(Effect.Append.class, next).slot();
    assertInstanceOf(Event.TimerFired.class, events(timer).getFirst());
    assertEquals(
        2,
        only(Effect.Call.class, heir.on(List.of(wrote(timer)), T0.plus(LEASE))).invoke().attempt());
  }

  @Test
  void takesInWhatAZombieWroteBeforeItWasFenced() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation zombie = create(program);
    zombie.begin(T0);
    Activation heir = claim(program, T0.plus(LEASE));
    Slot activated = only(Effect.Append.class, heir.begin(T0.plus(LEASE))).slot();
    // Its clock is behind: it does not know that its lease is over.
    Slot late = only(Effect.Append.class, zombie.on(List.of(ended("x", 1)), T0)).slot();
    Input lateAnswer = wrote(late);

    Input taken = wrote(activated);
    assertInstanceOf(Appended.Taken.class, ((Input.Wrote) taken).answer());
    List<Effect> rereads = heir.on(List.of(taken), T0.plus(LEASE));
    only(Effect.ReadAll.class, rereads);
    assertEquals(List.of(), of(Effect.Append.class, rereads));
    List<Effect> again = heir.on(List.of(new Input.ReadAgain(store.read("e"))), T0.plus(LEASE));

    assertEquals(activated.index() + 1, only(Effect.Append.class, again).slot().index());
    zombie.on(List.of(lateAnswer), T0);
    Slot next = only(Effect.Append.class, zombie.on(List.of(ended("y", 1)), T0)).slot();
    heir.on(List.of(wrote(only(Effect.Append.class, again).slot())), T0.plus(LEASE));
    List<Effect> fenced = zombie.on(List.of(wrote(next)), T0);
    assertEquals(new Departure.Fenced(), only(Effect.Leave.class, fenced).departure());
    assertEquals(List.of(), of(Effect.LetGo.class, fenced));
  }

  @Test
  void writesTogetherWhatCameTogether() {
    Program program = program(Code.begin().step("x").await("go", Duration.ofDays(1)).giving("go"));
    Activation activation = create(program);
    activation.begin(T0);
    deliver("k1", T0.plusSeconds(1));
    List<Effect> effects =
        activation.on(
            List.of(ended("x", 1), new Input.InboxRead(store.meta("e"))), T0.plusSeconds(2));

    Slot slot = only(Effect.Append.class, effects).slot();

    assertEquals(
        List.of(Event.AttemptSucceeded.class, Event.Delivered.class),
        events(slot).stream().map(Object::getClass).toList());
    List<Effect> after = activation.on(List.of(wrote(slot)), T0.plusSeconds(2));
    assertEquals(List.of("k1"), only(Effect.End.class, after).ending().journaledKeys());
  }

  @Test
  void firesNoTimerBeforeASignalThatWasAcceptedEarlierAndDidNotFit() {
    Program program = program(Code.begin().await("go", Duration.ofDays(1)).giving("go"));
    Activation activation = create(program);
    store.release("e", "id", only(Effect.LetGo.class, activation.begin(T0)).released());
    String large = "x".repeat(SETTINGS.batchBytes());
    deliver("k1", T0.plusSeconds(1), new Message.Signal("other", new Value.Text(large)));
    deliver("k2", T0.plusSeconds(2));
    Instant late = T0.plus(Duration.ofDays(2));
    Activation heir = claim(program, late);
    Slot first = only(Effect.Append.class, heir.begin(late)).slot();

    Slot second = only(Effect.Append.class, heir.on(List.of(wrote(first)), late)).slot();
    heir.on(List.of(wrote(second)), late);

    assertEquals(Optional.of(new Value.Int(1)), heir.state().result());
  }

  @Test
  void appendsOneAfterTheOther() {
    Program program = program(Code.begin().step("x").await("go", Duration.ofDays(1)).done());
    Activation activation = create(program);
    activation.begin(T0);
    Slot first = only(Effect.Append.class, activation.on(List.of(ended("x", 1)), T0)).slot();
    deliver("k1", T0);

    List<Effect> meanwhile = activation.on(List.of(new Input.InboxRead(store.meta("e"))), T0);

    assertEquals(List.of(), of(Effect.Append.class, meanwhile));
    List<Effect> then = activation.on(List.of(wrote(first)), T0);
    assertEquals(first.index() + 1, only(Effect.Append.class, then).slot().index());
  }

  @Test
  void goesOnWhenAMessageArrivesWhileItLetsGo() {
    Program program = program(Code.begin().await("go", Duration.ofDays(1)).giving("go"));
    Activation activation = create(program);
    Released released = only(Effect.LetGo.class, activation.begin(T0)).released();
    deliver("k1", T0);
    Release answer = store.release("e", "id", released);
    assertInstanceOf(Release.Unseen.class, answer);

    List<Effect> effects = activation.on(List.of(new Input.LetGo(answer)), T0);

    assertInstanceOf(
        Event.Delivered.class, events(only(Effect.Append.class, effects).slot()).getFirst());
  }

  @Test
  void beginsNothingPastItsLeaseUntilItIsRenewed() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program);
    activation.begin(T0);
    Instant past = T0.plus(LEASE).plusSeconds(1);
    List<Effect> effects = activation.on(List.of(ended("x", 1)), past);
    var renewing = only(Effect.Renew.class, effects).renewing();
    Slot slot = only(Effect.Append.class, effects).slot();

    List<Effect> stalled = activation.on(List.of(wrote(slot)), past);
    assertEquals(List.of(), of(Effect.Call.class, stalled));
    assertEquals(List.of(), of(Effect.LetGo.class, stalled));
    List<Effect> renewed =
        activation.on(List.of(new Input.Renewed(store.renew("e", "id", renewing, past))), past);

    assertEquals("y", only(Effect.Call.class, renewed).invoke().call());
  }

  @Test
  void countsItsLeaseFromWhenItAskedForIt() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program);
    activation.begin(T0);
    Instant asked = T0.plus(LEASE.dividedBy(2));
    var renewing =
        only(Effect.Renew.class, activation.on(List.of(new Input.Woken()), asked)).renewing();
    Input answer = new Input.Renewed(store.renew("e", "id", renewing, asked));
    Instant late = asked.plus(LEASE);
    Slot slot = only(Effect.Append.class, activation.on(List.of(ended("x", 1)), late)).slot();

    List<Effect> effects = activation.on(List.of(answer, wrote(slot)), late);

    assertEquals(List.of(), of(Effect.Call.class, effects));
  }

  @Test
  void keepsSignalsInOrderWhenItHasToWriteAgain() {
    Program program = program(Code.begin().step("x").await("go", Duration.ofDays(1)).giving("go"));
    Activation zombie = create(program);
    zombie.begin(T0);
    String large = "x".repeat(SETTINGS.batchBytes());
    deliver("k1", T0.plusSeconds(1), new Message.Signal("go", new Value.Text(large)));
    Activation heir = claim(program, T0.plus(LEASE));
    Slot activated = only(Effect.Append.class, heir.begin(T0.plus(LEASE))).slot();
    wrote(only(Effect.Append.class, zombie.on(List.of(ended("x", 1)), T0)).slot());
    deliver("k2", T0.plusSeconds(2));
    heir.on(List.of(new Input.InboxRead(store.meta("e"))), T0.plus(LEASE));
    heir.on(List.of(wrote(activated)), T0.plus(LEASE));

    List<Effect> again = heir.on(List.of(new Input.ReadAgain(store.read("e"))), T0.plus(LEASE));
    for (Effect.Append append = only(Effect.Append.class, again); append != null; ) {
      List<Effect> next = heir.on(List.of(wrote(append.slot())), T0.plus(LEASE));
      append = of(Effect.Append.class, next).stream().findFirst().orElse(null);
    }

    assertEquals(Optional.of(new Value.Text(large)), heir.state().result());
  }

  @Test
  void waitsForTheDeadlineOfALostHostBeforeItUndoesWhatThatMayStillDo() {
    Program program = program(Code.begin().step("x", "undo").done());
    Instant deadline = T0.plus(Duration.ofMinutes(15));
    Activation lost = create(program, Shift.upTo(deadline));
    lost.begin(T0);
    Instant now = T0.plus(LEASE);
    Activation heir = claim(program, now);
    Slot activated = only(Effect.Append.class, heir.begin(now)).slot();

    List<Effect> effects = heir.on(List.of(wrote(activated)), now);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    Released released = only(Effect.LetGo.class, effects).released();
    assertEquals(Optional.of(deadline), released.due());
    store.release("e", "id", released);
    Activation later = claim(program, deadline);
    Slot again = only(Effect.Append.class, later.begin(deadline)).slot();
    List<Effect> undoing = later.on(List.of(wrote(again)), deadline);
    assertEquals("x.undo", only(Effect.Call.class, undoing).invoke().call());
  }

  @Test
  void waitsForALostHostAlsoWhereAnotherHasLetGoMeanwhile() {
    Program program = program(Code.begin().step("x", "undo").done());
    Instant deadline = T0.plus(Duration.ofMinutes(15));
    create(program, Shift.upTo(deadline)).begin(T0);
    Instant now = T0.plus(LEASE);
    Activation heir = claim(program, now);
    Slot activated = only(Effect.Append.class, heir.begin(now)).slot();
    List<Effect> released = heir.on(List.of(wrote(activated)), now);
    store.release("e", "id", only(Effect.LetGo.class, released).released());
    deliver("k1", now.plusSeconds(1));
    Activation third = claim(program, now.plusSeconds(1));
    Slot again = only(Effect.Append.class, third.begin(now.plusSeconds(1))).slot();

    List<Effect> effects = third.on(List.of(wrote(again)), now.plusSeconds(1));

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals(Optional.of(deadline), only(Effect.LetGo.class, effects).released().due());
  }

  @Test
  void waitsLongerTheMoreOftenItsHostsHaveDied() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program);
    Instant now = T0;
    List<Duration> pauses = new ArrayList<>();
    for (int tries = 2; tries <= 14; tries++) {
      now = now.plus(LEASE);
      Activation next = claim(program, now);
      List<Effect> effects = next.begin(now);
      if (of(Effect.Append.class, effects).isEmpty()) {
        Instant wake = only(Effect.Wake.class, effects).when();
        pauses.add(Duration.between(now, wake));
        effects = next.on(List.of(new Input.Woken()), wake);
      }
      wrote(only(Effect.Append.class, effects).slot()); // and nothing more is heard of it
    }

    assertEquals(
        List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L),
        pauses.stream().map(Duration::toMillis).toList());
  }

  @Test
  void doesNotCountHostsThatDieWhileTheyWait() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program);
    Instant now = T0;
    for (int tries = 2; tries <= 60; tries++) {
      now = now.plus(LEASE);
      Activation next = claim(program, now);
      of(Effect.Append.class, next.begin(now)).forEach(append -> wrote(append.slot()));
    }

    now = now.plus(LEASE);
    List<Effect> effects = claim(program, now).begin(now);
    assertEquals(now.plusMillis(500), only(Effect.Wake.class, effects).when());
  }

  @Test
  void interruptsAndForgetsWhatRunsWhenItIsTerminated() {
    Program program = program(Code.begin().step("x", "undo").step("y", "unyou").done());
    Activation activation = create(program);
    activation.begin(T0);
    Slot done = only(Effect.Append.class, activation.on(List.of(ended("x", 1)), T0)).slot();
    activation.on(List.of(wrote(done)), T0);
    deliver("k1", T0, new Message.Terminate("at once"));
    Slot slot =
        only(Effect.Append.class, activation.on(List.of(new Input.InboxRead(store.meta("e"))), T0))
            .slot();

    List<Effect> effects = activation.on(List.of(wrote(slot)), T0);

    assertEquals("y", only(Effect.Interrupt.class, effects).call());
    assertEquals("y", only(Effect.Abandon.class, effects).call());
    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals("TERMINATED", only(Effect.End.class, effects).ending().status());
    List<Effect> late = activation.on(List.of(ended("y", 1)), T0);
    assertEquals(List.of(), of(Effect.Append.class, late));
  }

  @Test
  void terminatesAtOnceWhatItsHostsHaveDiedOf() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program);
    Instant now = T0;
    for (int tries = 2; tries <= 12; tries++) {
      now = now.plus(LEASE);
      Activation next = claim(program, now);
      List<Effect> effects = next.begin(now);
      if (of(Effect.Append.class, effects).isEmpty()) {
        effects = next.on(List.of(new Input.Woken()), only(Effect.Wake.class, effects).when());
      }
      wrote(only(Effect.Append.class, effects).slot()); // and nothing more is heard of it
    }
    now = now.plus(LEASE);
    deliver("k1", now, new Message.Terminate("it kills"));
    Activation next = claim(program, now);

    Slot slot = only(Effect.Append.class, next.begin(now)).slot();
    List<Effect> effects = next.on(List.of(wrote(slot)), now);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    only(Effect.End.class, effects);
  }

  @Test
  void terminatesWhatIsBeingParkedWhenItIsToldTo() {
    Program program = program(Code.begin().retrying(3, Duration.ofDays(1)).step("x").done());
    create(program);
    Instant now = T0;
    for (int tries = 2; tries <= 21; tries++) {
      now = now.plus(LEASE);
      Activation next = claim(program, now);
      List<Effect> effects = next.begin(now);
      if (of(Effect.Append.class, effects).isEmpty()) {
        effects = next.on(List.of(new Input.Woken()), only(Effect.Wake.class, effects).when());
      }
      wrote(only(Effect.Append.class, effects).slot()); // and nothing more is heard of it
    }
    now = now.plus(LEASE);
    Activation next = claim(program, now);
    Released parked = only(Effect.LetGo.class, next.begin(now)).released();
    assertEquals(Optional.empty(), parked.due());
    deliver("k1", now, new Message.Terminate("it kills"));
    Release answer = assertInstanceOf(Release.Unseen.class, store.release("e", "id", parked));

    Slot slot = only(Effect.Append.class, next.on(List.of(new Input.LetGo(answer)), now)).slot();
    List<Effect> effects = next.on(List.of(wrote(slot)), now);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals("TERMINATED", only(Effect.End.class, effects).ending().status());
  }

  @Test
  void asksForTheInboxWhenAnAppendTellsThatItHasMoved() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program);
    activation.begin(T0);
    deliver("k1", T0);
    Slot slot = only(Effect.Append.class, activation.on(List.of(ended("x", 1)), T0)).slot();

    only(Effect.ReadInbox.class, activation.on(List.of(wrote(slot)), T0));
  }

  @Test
  void letsAttemptsEndWhenItsHostStopsAndThenLetsGo() {
    Program program = program(Code.begin().step("x").step("y").done());
    Activation activation = create(program);
    activation.begin(T0);
    List<Effect> stopping = activation.on(List.of(new Input.Stop(T0.plusSeconds(10))), T0);
    assertEquals(List.of(), of(Effect.LetGo.class, stopping));
    Slot slot = only(Effect.Append.class, activation.on(List.of(ended("x", 1)), T0)).slot();

    List<Effect> effects = activation.on(List.of(wrote(slot)), T0);

    assertEquals(List.of(), of(Effect.Call.class, effects));
    assertEquals(Optional.of(T0), only(Effect.LetGo.class, effects).released().due());
  }

  @Test
  void leavesWithoutARelaseWhatDoesNotEndInTime() {
    Program program = program(Code.begin().step("x").done());
    Activation activation = create(program);
    activation.begin(T0);
    activation.on(List.of(new Input.Stop(T0.plusSeconds(10))), T0);

    List<Effect> effects = activation.on(List.of(new Input.Woken()), T0.plusSeconds(10));

    assertEquals(new Departure.Abandoned(), only(Effect.Leave.class, effects).departure());
    assertEquals("x", only(Effect.Interrupt.class, effects).call());
    assertEquals(List.of(), of(Effect.LetGo.class, effects));
  }
}
