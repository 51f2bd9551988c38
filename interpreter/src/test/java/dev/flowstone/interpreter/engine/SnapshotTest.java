package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a snapshot is worth writing, or must be.
final class SnapshotTest extends ByHand {
  private static final Duration LONG = Duration.ofDays(31);

  @Test
  void aYoungAndSmallJournalHasNone() {
    Program program = program(Code.begin().sleep(Duration.ofDays(7)).done());

    Released released = only(Effect.LetGo.class, create(program).begin(T0)).released();

    assertTrue(released.snapshot().isEmpty());
  }

  @Test
  void anOldJournalIsReplacedByOneWhenTheExecutionIsNextReleased() {
    Program program = program(Code.begin().sleep(LONG).sleep(LONG).sleep(LONG).done());
    store.release("e", "id", only(Effect.LetGo.class, create(program).begin(T0)).released());
    Instant then = T0.plus(LONG);

    Released released = nextRelease(program, then);

    assertEquals(1, released.snapshot().orElseThrow().through());
    store.release("e", "id", released);
    Released later = nextRelease(program, then.plus(LONG));
    assertEquals(2, later.snapshot().orElseThrow().through());
  }

  @Test
  void aYoungSnapshotIsNotReplaced() {
    Program program =
        program(Code.begin().sleep(LONG).sleep(Duration.ofDays(1)).sleep(LONG).done());
    store.release("e", "id", only(Effect.LetGo.class, create(program).begin(T0)).released());
    Instant then = T0.plus(LONG);
    store.release("e", "id", nextRelease(program, then));

    Released released = nextRelease(program, then.plus(Duration.ofDays(1)));

    assertTrue(released.snapshot().isEmpty());
    assertEquals(1, store.meta("e").orElseThrow().snapshotThrough());
  }

  @Test
  void ageAloneAsksForNoWriteButRidesOnTheNextRenewal() {
    Program program = program(Code.begin().sleep(LONG).step("x").done());
    store.release("e", "id", only(Effect.LetGo.class, create(program).begin(T0)).released());
    Instant then = T0.plus(LONG);
    Activation heir = claim(program, then);
    Slot slot = only(Effect.Append.class, heir.begin(then)).slot();
    assertEquals(List.of(), of(Effect.Renew.class, heir.on(List.of(wrote(slot)), then)));
    Instant half = then.plus(LEASE.dividedBy(2));

    Renewing renewing =
        only(Effect.Renew.class, heir.on(List.of(new Input.Woken()), half)).renewing();

    assertEquals(1, renewing.snapshot().orElseThrow().through());
    heir.on(List.of(new Input.Renewed(store.renew("e", "id", renewing, half))), half);
    Instant next = half.plus(LEASE.dividedBy(2));
    Renewing again = only(Effect.Renew.class, heir.on(List.of(new Input.Woken()), next)).renewing();
    assertTrue(again.snapshot().isEmpty(), "nothing has been written since");
  }

  @Test
  void whatIsWrittenAfterTheWorkflowsDeadlineIsCovered() {
    Program program =
        program(Code.begin().within(Duration.ofDays(1)).step("x", "undo").await("go", LONG).done());
    Activation first = create(program);
    first.begin(T0);
    Slot done = only(Effect.Append.class, first.on(List.of(ended("x", 1)), T0)).slot();
    store.release(
        "e", "id", only(Effect.LetGo.class, first.on(List.of(wrote(done)), T0)).released());
    Instant over = T0.plus(Duration.ofDays(1));
    Activation heir =
        claim(program, over, new Shift(Optional.of(over.plusSeconds(1)), Optional.empty()));
    Slot slot = only(Effect.Append.class, heir.begin(over)).slot();

    List<Effect> effects = heir.on(List.of(wrote(slot)), over.plusSeconds(1));

    assertEquals(
        2, only(Effect.LetGo.class, effects).released().snapshot().orElseThrow().through());
  }

  @Test
  void anEndBringsItWhereTheJournalIsOld() {
    Program program = program(Code.begin().await("go", Duration.ofDays(90)).done());
    store.release("e", "id", only(Effect.LetGo.class, create(program).begin(T0)).released());
    Instant then = T0.plus(LONG);
    deliver("k1", then, new Message.Terminate("over"));
    Activation heir = claim(program, then);
    Slot slot = only(Effect.Append.class, heir.begin(then)).slot();

    List<Effect> effects = heir.on(List.of(wrote(slot)), then);

    assertTrue(only(Effect.End.class, effects).ending().snapshot().isPresent());
  }

  private Released nextRelease(Program program, Instant now) {
    Activation heir = claim(program, now);
    Slot slot = only(Effect.Append.class, heir.begin(now)).slot();
    return only(Effect.LetGo.class, heir.on(List.of(wrote(slot)), now)).released();
  }
}
