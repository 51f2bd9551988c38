package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.machine.CallbackToken;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts, resumes and reaches executions on this host.
///
/// Each runs on a virtual thread of its own until it ends, waits for something that is far off, or
/// the host stops; its [Departure] tells which. Several engines, in one process or many, may share
/// a store.
public final class Engine implements AutoCloseable {
  /// The newest format of states and events that this version knows and writes.
  public static final int FORMAT = 1;

  private static final int NAME_LENGTH = 200;
  private static final int KEY_LENGTH = 200;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration UNUSABLE_PAUSE = Duration.ofMinutes(5);

  private final Ports ports;
  private final Settings settings;
  private final Asking asking;
  private final Programs programs;
  private final Map<String, Run> active = new ConcurrentHashMap<>();
  private final ExecutionStore.Watch watch;
  private volatile boolean open = true;

  public Engine(Ports ports, Settings settings) {
    this.ports = ports;
    this.settings = settings;
    this.asking = new Asking(ports.clock(), ports.timers(), settings.lease());
    this.programs = new Programs(ports.programs());
    this.watch = ports.executions().watch(this::nudge);
  }

  Ports ports() {
    return ports;
  }

  Settings settings() {
    return settings;
  }

  // Starting

  /// Starts an execution under a name, once.
  public Start start(String name, String version, Value input) {
    if (name.isBlank() || name.length() > NAME_LENGTH || !name.equals(name.strip())) {
      return new Start.Refused(
          "a name has 1 to " + NAME_LENGTH + " characters, none of them a space at its ends");
    }
    return switch (programs.find(version)) {
      case Programs.Found.Unusable(String reason) -> new Start.Refused(reason);
      case Programs.Found.Ok(Program program) ->
          switch (Inputs.accept(program, input)) {
            case Inputs.Checked.Rejected rejected -> new Start.Refused(rejected.message());
            case Inputs.Checked.Accepted(Value.Fields accepted) ->
                start(name, version, program, accepted);
          };
    };
  }

  private Start start(String name, String version, Program program, Value.Fields input) {
    long bytes = PayloadSize.of(input);
    if (bytes > settings.payloadBytes()) {
      return new Start.Refused(tooLarge("the input", bytes));
    }
    Instant now = ports.clock().instant();
    Holder holder = holder();
    NewExecution execution = execution(name, version, program, input, now);
    Creation creation =
        asking.askCalmly(() -> ports.executions().create(execution, Optional.of(holder), now));
    return switch (creation) {
      case Creation.Existing(Meta meta) -> new Start.Existing(meta);
      case Creation.Clash(Meta meta) -> new Start.Clash(meta);
      case Creation.Created(Meta meta) -> {
        Activation activation =
            Activation.created(
                program, settings, holder, ports.random(), meta, execution.first(), now);
        yield new Start.Begun(meta, launch(new Run(ports, settings, activation)));
      }
    };
  }

  private NewExecution execution(
      String name, String version, Program program, Value.Fields input, Instant now) {
    String id = Identifiers.nonce(ports.random());
    Event.Started started =
        new Event.Started(
            now,
            name,
            id,
            version,
            program.semantics(),
            input,
            Identifiers.secret(ports.random()),
            settings.callbackBase());
    Event activated = new Event.Activated(now, 1, ports.host(), false, ports.random().nextLong());
    State state = Machine.step(program, Machine.start(program, started).state(), activated).state();
    Slot first =
        new Slot(
            0,
            1,
            Identifiers.nonce(ports.random()),
            now,
            EventCodec.encode(List.of(started, activated)));
    return new NewExecution(
        name,
        id,
        program.workflow(),
        version,
        hash(input),
        FORMAT,
        state.status().name(),
        first,
        program.timeout().map(now::plus));
  }

  private static String hash(Value.Fields input) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(ValueJson.taggedBytes(input));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Holder holder() {
    return new Holder(ports.host(), settings.lease(), ports.hostDeadline());
  }

  // Resuming

  /// Goes on with an execution that is due, here.
  public Resumption resume(String name) {
    return resume(name, false);
  }

  /// Goes on with an execution although nothing is due: an operator asks for one that was parked.
  public Resumption resumeAnyway(String name) {
    return resume(name, true);
  }

  private Resumption resume(String name, boolean asked) {
    Run here = active.get(name);
    if (here != null && here.tell(new Input.Nudged())) {
      return new Resumption.Running(here.departure());
    }
    Instant now = ports.clock().instant();
    Holder holder = holder();
    Claiming claiming = new Claiming(holder, Identifiers.nonce(ports.random()), FORMAT, asked);
    Claim claim = asking.askCalmly(() -> ports.executions().claim(name, claiming, now));
    return switch (claim) {
      case Claim.Held held -> resume(name, claiming, held, now);
      case Claim.Busy(String host, Instant until) -> busy(name, host, until);
      case Claim.Idle(Meta meta) -> new Resumption.NotDue(meta);
      case Claim.Ended(Meta meta) -> new Resumption.Ended(meta);
      case Claim.Missing() -> new Resumption.Missing();
      case Claim.Newer(int format) ->
          new Resumption.Refused(
              "its state has format "
                  + format
                  + ", and this version of Flowstone knows formats up to "
                  + FORMAT);
    };
  }

  private Resumption busy(String name, String host, Instant until) {
    Run here = active.get(name);
    return host.equals(ports.host()) && here != null
        ? new Resumption.Running(here.departure())
        : new Resumption.Busy(host, until);
  }

  private Resumption resume(String name, Claiming claiming, Claim.Held held, Instant now) {
    return switch (programs.find(held.stored().meta().version())) {
      case Programs.Found.Ok(Program program) -> {
        Activation activation =
            Activation.claimed(
                program, settings, claiming.holder(), claiming.nonce(), ports.random(), held, now);
        yield new Resumption.Running(launch(new Run(ports, settings, activation)));
      }
      case Programs.Found.Unusable(String reason) -> {
        Meta meta = held.stored().meta();
        Released later =
            new Released(
                held.epoch(),
                claiming.nonce(),
                meta.inboxVersion(),
                List.of(),
                Optional.of(now.plus(UNUSABLE_PAUSE)),
                meta.status(),
                Optional.empty(),
                true);
        asking.askCalmly(() -> ports.executions().release(name, meta.id(), later));
        yield new Resumption.Refused(reason);
      }
    };
  }

  private CompletableFuture<Departure> launch(Run run) {
    active.put(run.name(), run);
    Thread.ofVirtual().name(run.name()).start(() -> live(run));
    if (!open) {
      run.tell(new Input.Stop(ports.clock().instant().plus(settings.drain())));
    }
    return run.departure();
  }

  private void live(Run run) {
    try {
      boolean late = run.run();
      active.remove(run.name(), run);
      if (late && open) {
        resume(run.name()); // a message may have come when the execution was just being released
      }
    } finally {
      active.remove(run.name(), run);
      run.announce();
    }
  }

  /// Names of the executions that are active here.
  public List<String> active() {
    return List.copyOf(active.keySet());
  }

  private void nudge(String name) {
    Run here = active.get(name);
    if (here != null) {
      here.tell(new Input.Nudged());
    }
  }

  // Messages

  /// Sends a signal. `key`, of at most 200 characters, makes it count once, however often it is
  /// sent.
  public Sending signal(String name, String signal, Value payload, Optional<String> key) {
    if (key.isPresent() && key.get().length() > KEY_LENGTH) {
      return new Sending.Rejected("a key has at most " + KEY_LENGTH + " characters");
    }
    // Apart from the keys that the engine makes, such as those of callbacks.
    return send(name, new Message.Signal(signal, payload), key.map(own -> "key:" + own));
  }

  /// Completes, fails or keeps alive the wait that a token was made for.
  public Sending callback(String token, CallbackAnswer answer) {
    Optional<CallbackToken> parsed = CallbackToken.parse(token);
    if (parsed.isEmpty()) {
      return new Sending.BadToken();
    }
    Optional<Description> found = describe(parsed.get().name());
    if (found.isEmpty() || !parsed.get().verify(found.get().state())) {
      return new Sending.BadToken();
    }
    String wait = parsed.get().awaitId();
    String once = "callback:" + wait;
    return switch (answer) {
      case CallbackAnswer.Success(Value payload) ->
          send(found.get(), new Message.CallbackSucceeded(wait, payload), once);
      case CallbackAnswer.Failure(String error, String message, Optional<Value> data) ->
          send(found.get(), new Message.CallbackFailed(wait, error, message, data), once);
      case CallbackAnswer.Heartbeat() ->
          send(
              found.get(),
              new Message.CallbackHeartbeat(wait),
              once + ":" + Identifiers.nonce(ports.random()));
    };
  }

  public Sending cancel(String name, String reason) {
    return send(name, new Message.Cancel(reason), Optional.empty());
  }

  /// Repeats what failed.
  public Sending redrive(String name, String reason) {
    return send(name, new Message.Redrive(reason), Optional.empty());
  }

  private Sending send(String name, Message message, Optional<String> key) {
    Optional<Stored> stored = present(name);
    if (stored.isEmpty()) {
      return new Sending.Missing(name);
    }
    String unique = key.orElseGet(() -> Identifiers.nonce(ports.random()));
    return switch (programs.find(stored.get().meta().version())) {
      case Programs.Found.Unusable(String reason) -> new Sending.Rejected(reason);
      case Programs.Found.Ok(Program program) ->
          send(described(program, stored.get()), message, unique);
    };
  }

  private Sending send(Description to, Message message, String key) {
    String name = to.meta().name();
    var refusal = Machine.refusal(to.program(), to.state(), message);
    if (refusal.isPresent()) {
      return new Sending.Refused(name, refusal.get().reason(), refusal.get().message());
    }
    byte[] body = MessageCodec.encode(message);
    if (body.length > settings.payloadBytes()) {
      return new Sending.Rejected(tooLarge("the message", body.length));
    }
    Instant now = ports.clock().instant();
    boolean reopens = message instanceof Message.Redrive;
    InboxEntry entry = new InboxEntry(key, now, reopens, body);
    Delivery delivery = asking.askCalmly(() -> ports.executions().deliver(name, entry, now));
    return switch (delivery) {
      case Delivery.Accepted(Optional<String> heldBy) -> {
        nudge(name);
        yield new Sending.Accepted(name, heldBy.isPresent());
      }
      case Delivery.Duplicate() -> new Sending.Duplicate(name);
      case Delivery.Full() -> new Sending.Full(name);
      case Delivery.Missing() -> new Sending.Missing(name);
      case Delivery.Ended(String status) ->
          new Sending.Refused(
              name,
              dev.flowstone.interpreter.machine.Refusal.Reason.ENDED,
              "the execution has ended: " + status);
      case Delivery.Live(String status) ->
          new Sending.Refused(
              name,
              dev.flowstone.interpreter.machine.Refusal.Reason.NOT_ENDED,
              "the execution has not failed: " + status);
    };
  }

  private String tooLarge(String what, long bytes) {
    return "%s has %,d bytes; at most %,d are accepted"
        .formatted(what, bytes, settings.payloadBytes());
  }

  // Reading

  /// An execution as it stands. Throws [IllegalStateException] where its program is of a newer
  /// version.
  public Optional<Description> describe(String name) {
    return present(name).map(stored -> described(program(stored), stored));
  }

  /// Executions, newest first.
  public Page list(Query query) {
    return asking.askCalmly(() -> ports.executions().list(query));
  }

  private Program program(Stored stored) {
    return switch (programs.find(stored.meta().version())) {
      case Programs.Found.Ok(Program program) -> program;
      case Programs.Found.Unusable(String reason) -> throw new IllegalStateException(reason);
    };
  }

  private Optional<Stored> present(String name) {
    Instant now = ports.clock().instant();
    return asking
        .askCalmly(() -> ports.executions().read(name))
        .filter(stored -> !stored.meta().expired(now));
  }

  private static Description described(Program program, Stored stored) {
    return new Description(stored.meta(), program, Folded.of(program, stored).state());
  }

  /// What happened, as far as the journal still tells.
  public Optional<Timeline> history(String name) {
    Optional<Stored> present = present(name);
    if (present.isEmpty()) {
      return Optional.empty();
    }
    Stored stored = present.get();
    Program program = program(stored);
    List<Slot> all = asking.askCalmly(() -> ports.executions().journal(name, 0, Integer.MAX_VALUE));
    boolean complete = !all.isEmpty() && all.getFirst().index() == 0;
    Stored whole = complete ? new Stored(stored.meta(), Optional.empty(), all) : stored;
    List<dev.flowstone.interpreter.machine.HistoryEntry> entries = new ArrayList<>();
    Folded.of(program, whole, entries);
    return Optional.of(new Timeline(entries, complete, stored.meta().pending().size()));
  }

  /// Whether it has not been closed.
  public boolean isOpen() {
    return open;
  }

  /// Stops: nothing new is begun, attempts in progress may end for a while, then everything is let
  /// go of.
  @Override
  public void close() {
    open = false;
    watch.close();
    Instant until = ports.clock().instant().plus(settings.drain());
    List<Run> left = new ArrayList<>(active.values());
    left.forEach(run -> run.tell(new Input.Stop(until)));
    Duration patience = settings.drain().plus(settings.grace()).plus(LAST_WORDS);
    try {
      CompletableFuture.allOf(left.stream().map(Run::departure).toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
      // What did not leave is taken over by whoever comes next, as after a crash.
    }
    ports.timers().close();
  }
}
