package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.Semantics;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What tests need that drive an [Activation] by hand: no thread, no clock, and a store in memory.
abstract class ByHand {
  static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(60);
  static final Settings SETTINGS = Settings.standard();

  private static final Event STARTED =
      new Event.Started(
          T0, "e", "id", "v", Semantics.NEWEST, Value.Fields.EMPTY, "secret", "", Optional.empty());

  final MemoryStore store = new MemoryStore();
  private final Random random = new Random(7);

  /// Of the activations that are made from now on.
  Settings settings = SETTINGS;

  Activation create(Program program) {
    return create(program, Shift.open());
  }

  Activation create(Program program, Shift shift) {
    Holder holder = new Holder("first", LEASE, shift.deadline());
    Event activated = new Event.Activated(T0, 1, "first", false, 1);
    Slot slot = first(1, List.of(STARTED, activated));
    store.create(execution(program, slot), Optional.of(holder), T0);
    Meta meta = store.meta("e").orElseThrow();
    Stored stored = new Stored(meta, Optional.empty(), List.of(slot));
    Tenure tenure = Tenure.created(shift, holder, slot, meta);
    return new Activation(_ -> program, settings, tenure, random, stored, true, T0);
  }

  /// Creates the execution and leaves it to whoever claims it.
  void enqueue(Program program) {
    store.create(execution(program, first(0, List.of(STARTED))), Optional.empty(), T0);
  }

  private static Slot first(long epoch, List<Event> events) {
    return new Slot(0, epoch, "first", T0, EventCodec.encode(events));
  }

  private static NewExecution execution(Program program, Slot first) {
    Optional<Instant> deadline = program.timeout().map(T0::plus);
    return new NewExecution("e", "id", "w", "v", "h", 1, "RUNNING", first, deadline);
  }

  Activation claim(Program program, Instant now) {
    return claim(program, now, Shift.open());
  }

  Activation claim(Program program, Instant now, Shift shift) {
    Holder holder = new Holder("heir", LEASE, shift.deadline());
    Claiming claiming = new Claiming(holder, Identifiers.nonce(random), 1, false);
    Claim.Held held = assertInstanceOf(Claim.Held.class, store.claim("e", claiming, now));
    Tenure tenure = Tenure.claimed(shift, claiming, held);
    return new Activation(_ -> program, settings, tenure, random, held.stored(), false, now);
  }

  void deliver(String key, Instant at) {
    deliver(key, at, new Message.Signal("go", new Value.Int(1)));
  }

  void deliver(String key, Instant at, Message message) {
    byte[] body = MessageCodec.encode(message);
    store.deliver("e", new InboxEntry(key, at, false, body), at);
  }

  Input wrote(Slot slot) {
    return new Input.Wrote(store.append("e", "id", slot));
  }

  static Input ended(String call, int attempt) {
    Reply reply = new Reply.Completed(new Value.Text(call));
    return new Input.CallEnded(call, attempt, new CallOutcome.Replied(reply), Duration.ofMillis(5));
  }

  static Program program(StoredProgram stored) {
    return assertInstanceOf(ProgramCodec.Loaded.Ok.class, ProgramCodec.load(stored.body()))
        .program();
  }

  static List<Event> events(Slot slot) {
    return Folded.events(slot);
  }

  static <T extends Effect> List<T> of(Class<T> kind, List<Effect> effects) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static <T extends Effect> T only(Class<T> kind, List<Effect> effects) {
    List<T> found = of(kind, effects);
    assertTrue(found.size() == 1, () -> kind.getSimpleName() + " in " + effects);
    return found.getFirst();
  }
}
