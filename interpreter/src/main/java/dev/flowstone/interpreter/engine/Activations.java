package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Semantics;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.Stored;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// How executions come into the hands of this host, created or claimed: as an [Activation], which
/// whoever asked has to drive, on a thread as [Engine] does, or by hand.
public final class Activations {
  private static final System.Logger LOG = System.getLogger(Activations.class.getName());
  private static final Duration UNUSABLE_PAUSE = Duration.ofMinutes(5);

  private final Ports ports;
  private final Settings settings;
  private final Asking asking;
  private final Programs programs;

  /// Of an engine's ports; a store that does not answer is asked again for as long as a lease.
  public Activations(Ports ports, Settings settings) {
    this(ports, settings, new Asking(ports.clock(), ports.timers(), settings.lease()));
  }

  private Activations(Ports ports, Settings settings, Asking asking) {
    this(ports, settings, asking, new Programs(ports.programs(), asking));
  }

  Activations(Ports ports, Settings settings, Asking asking, Programs programs) {
    this.ports = ports;
    this.settings = settings;
    this.asking = asking;
    this.programs = programs;
  }

  /// What came of asking for an execution that exists.
  public sealed interface Taken {
    record Held(Program program, Activation activation) implements Taken {}

    /// The claim was answered otherwise.
    record NotHeld(Claim claim) implements Taken {}

    /// One sentence for the operator: it was claimed, cannot go on here, and was let go of.
    record Unusable(String reason) implements Taken {}
  }

  /// What came of creating one.
  public sealed interface Created {
    record Held(Meta meta, Activation activation) implements Created {}

    /// There was something under this name, or nobody holds what was made.
    record NotHeld(Creation creation) implements Created {}
  }

  /// Creates an execution that is held here from its first slot on.
  public Created create(
      String name, String version, Program program, Value.Fields input, Shift shift) {
    Instant now = ports.clock().instant();
    Holder holder = holder(shift);
    Event.Started started = started(name, version, input, Optional.empty(), now);
    Event activated = new Event.Activated(now, 1, ports.host(), false, ports.random().nextLong());
    NewExecution execution = execution(program, started, 1, List.of(started, activated));
    Creation creation =
        asking.askCalmly(() -> ports.executions().create(execution, Optional.of(holder), now));
    if (!(creation instanceof Creation.Created(Meta meta))) {
      return new Created.NotHeld(creation);
    }
    ports.observer().created(meta);
    Tenure tenure = Tenure.created(shift, holder, execution.first(), meta);
    Stored stored = new Stored(meta, Optional.empty(), List.of(execution.first()));
    return new Created.Held(
        meta, new Activation(_ -> program, settings, tenure, ports.random(), stored, true, now));
  }

  /// Creates an execution that waits for whoever claims it first.
  Creation queue(
      String name, String version, Program program, Value.Fields input, Optional<Parent> parent) {
    Instant now = ports.clock().instant();
    Event.Started started = started(name, version, input, parent, now);
    NewExecution execution = execution(program, started, 0, List.of(started));
    Creation creation =
        asking.askCalmly(() -> ports.executions().create(execution, Optional.empty(), now));
    if (creation instanceof Creation.Created(Meta meta)) {
      ports.observer().created(meta);
    }
    return creation;
  }

  private Event.Started started(
      String name, String version, Value.Fields input, Optional<Parent> parent, Instant now) {
    return new Event.Started(
        now,
        name,
        Identifiers.nonce(ports.random()),
        version,
        Semantics.NEWEST,
        input,
        Identifiers.secret(ports.random()),
        settings.callbackBase(),
        parent);
  }

  private NewExecution execution(
      Program program, Event.Started started, long epoch, List<Event> events) {
    String nonce = Identifiers.nonce(ports.random());
    return new NewExecution(
        started.name(),
        started.id(),
        program.workflow(),
        started.version(),
        hash(started.input()),
        Engine.FORMAT,
        Machine.start(program, started).state().status().name(),
        new Slot(0, epoch, nonce, started.at(), EventCodec.encode(events)),
        program.timeout().map(started.at()::plus));
  }

  private static String hash(Value input) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(ValueJson.taggedBytes(input));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Holder holder(Shift shift) {
    return new Holder(ports.host(), settings.lease(), shift.deadline());
  }

  /// Takes an execution over if it is due and nobody has it; with `asked`, although nothing is due.
  public Taken claim(String name, Shift shift, boolean asked) {
    Instant now = ports.clock().instant();
    Claiming claiming =
        new Claiming(holder(shift), Identifiers.nonce(ports.random()), Engine.FORMAT, asked);
    Claim claim;
    try {
      claim = asking.askCalmly(() -> ports.executions().claim(name, claiming, now));
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      return unread(name, claiming, e);
    }
    return claim instanceof Claim.Held held
        ? claimed(shift, claiming, held, now)
        : new Taken.NotHeld(claim);
  }

  private Taken claimed(Shift shift, Claiming claiming, Claim.Held held, Instant now) {
    try {
      return read(shift, claiming, held, now);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      return unreadable(held.stored().meta(), claiming, e);
    }
  }

  private Taken read(Shift shift, Claiming claiming, Claim.Held held, Instant now) {
    Meta meta = held.stored().meta();
    try {
      Tenure tenure = Tenure.claimed(shift, claiming, held);
      Activation activation =
          new Activation(
              programs.remembering(), settings, tenure, ports.random(), held.stored(), false, now);
      return new Taken.Held(activation.program(), activation);
    } catch (Programs.Unknown e) {
      letGo(meta, claiming, Optional.of(now.plus(UNUSABLE_PAUSE)), held.interrupted());
      return new Taken.Unusable(String.valueOf(e.getMessage()));
    }
  }

  private void letGo(Meta meta, Claiming claiming, Optional<Instant> due, boolean keepsTries) {
    Released released =
        new Released(
            meta.epoch(),
            claiming.nonce(),
            meta.inboxVersion(),
            List.of(),
            due,
            meta.status(),
            Optional.empty(),
            keepsTries);
    asking.askCalmly(() -> ports.executions().release(meta.name(), meta.id(), released));
  }

  /// A store may find that it cannot read what it has just claimed.
  private Taken unread(String name, Claiming claiming, RuntimeException problem) {
    return asking
        .askCalmly(() -> ports.executions().meta(name))
        .filter(
            meta -> meta.lease().filter(one -> one.nonce().equals(claiming.nonce())).isPresent())
        .map(meta -> unreadable(meta, claiming, problem))
        .orElseThrow(() -> problem);
  }

  /// Parks what no host could read: due, it would be taken up in vain for ever.
  private Taken unreadable(Meta meta, Claiming claiming, RuntimeException problem) {
    LOG.log(
        System.Logger.Level.ERROR,
        "execution " + meta.name() + " cannot be read, and is parked",
        problem);
    letGo(meta, claiming, Optional.empty(), true);
    ports.observer().unreadable(meta);
    return new Taken.Unusable(
        "what is stored of it cannot be read: "
            + problem.getMessage()
            + "; it is parked until somebody resumes it");
  }
}
