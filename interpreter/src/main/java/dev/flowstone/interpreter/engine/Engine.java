package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.StoreUnavailable;
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
import java.util.function.BiFunction;

/// Starts, resumes and reaches executions on this host.
///
/// Each runs on a virtual thread of its own until it ends, waits for something that is far off, or
/// the host stops; its [Departure] tells which. Several engines, in one process or many, may share
/// a store.
public final class Engine implements AutoCloseable {
  /// The newest format of states, events and messages that this version knows and writes. Since 2
  /// executions can be terminated.
  public static final int FORMAT = 2;

  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final int NAME_LENGTH = 200;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration UNUSABLE_PAUSE = Duration.ofMinutes(5);

  private final Ports ports;
  private final Settings settings;
  private final Asking asking;
  private final Programs programs;
  private final Reader reader;
  private final Sender sender;
  private final Map<String, Run> active = new ConcurrentHashMap<>();
  private final ExecutionStore.Watch watch;
  private volatile boolean open = true;

  public Engine(Ports ports, Settings settings) {
    this.ports = ports;
    this.settings = settings;
    this.asking = new Asking(ports.clock(), ports.timers(), settings.lease());
    this.programs = new Programs(ports.programs(), asking);
    this.reader = new Reader(ports, asking, programs);
    this.sender = new Sender(ports, settings, asking, programs, reader, this::nudge);
    this.watch = ports.executions().watch(this::nudge);
  }

  Ports ports() {
    return ports;
  }

  Settings settings() {
    return settings;
  }

  // Starting

  /// Starts an execution under a name, once, and goes on with it here.
  public Start start(String name, String version, Value input) {
    return start(name, version, input, Shift.open());
  }

  /// The same on a host whose time is limited.
  public Start start(String name, String version, Value input, Shift shift) {
    return accepted(
        name, version, input, (program, fields) -> begin(name, version, program, fields, shift));
  }

  /// Starts an execution under a name, once, and leaves it to whoever [resumes][#resume] it: it is
  /// due at once, and nothing of it is done here.
  public Start enqueue(String name, String version, Value input) {
    return accepted(
        name, version, input, (program, fields) -> queue(name, version, program, fields));
  }

  private Start accepted(
      String name, String version, Value input, BiFunction<Program, Value.Fields, Start> start) {
    if (name.isBlank() || name.length() > NAME_LENGTH || !name.equals(name.strip())) {
      return new Start.Refused(
          "a name has 1 to " + NAME_LENGTH + " characters, none of them a space at its ends");
    }
    return switch (programs.find(version)) {
      case Programs.Found.Unusable(String reason) -> new Start.Refused(reason);
      case Programs.Found.Ok(Program program) ->
          switch (Inputs.accept(program, input)) {
            case Inputs.Checked.Rejected rejected -> new Start.Refused(rejected.message());
            case Inputs.Checked.Accepted(Value.Fields fields) -> {
              long bytes = PayloadSize.of(fields);
              yield bytes > settings.payloadBytes()
                  ? new Start.Refused(settings.tooLarge("the input", bytes))
                  : start.apply(program, fields);
            }
          };
    };
  }

  private Start begin(
      String name, String version, Program program, Value.Fields input, Shift shift) {
    Instant now = ports.clock().instant();
    Holder holder = holder(shift);
    Event.Started started = started(name, version, program, input, now);
    Event activated = new Event.Activated(now, 1, ports.host(), false, ports.random().nextLong());
    NewExecution execution = execution(program, started, 1, List.of(started, activated));
    Creation creation =
        asking.askCalmly(() -> ports.executions().create(execution, Optional.of(holder), now));
    return switch (creation) {
      case Creation.Existing(Meta meta) -> new Start.Existing(meta);
      case Creation.Clash(Meta meta) -> new Start.Clash(meta);
      case Creation.Created(Meta meta) -> {
        Tenure tenure = Tenure.created(shift, holder, execution.first(), meta);
        Stored stored = new Stored(meta, Optional.empty(), List.of(execution.first()));
        Activation activation =
            Activation.created(program, settings, tenure, ports.random(), stored, now);
        yield new Start.Begun(meta, launch(new Run(ports, settings, shift, program, activation)));
      }
    };
  }

  private Start queue(String name, String version, Program program, Value.Fields input) {
    Instant now = ports.clock().instant();
    Event.Started started = started(name, version, program, input, now);
    NewExecution execution = execution(program, started, 0, List.of(started));
    Creation creation =
        asking.askCalmly(() -> ports.executions().create(execution, Optional.empty(), now));
    return switch (creation) {
      case Creation.Existing(Meta meta) -> new Start.Existing(meta);
      case Creation.Clash(Meta meta) -> new Start.Clash(meta);
      case Creation.Created(Meta meta) -> new Start.Queued(meta);
    };
  }

  private Event.Started started(
      String name, String version, Program program, Value.Fields input, Instant now) {
    return new Event.Started(
        now,
        name,
        Identifiers.nonce(ports.random()),
        version,
        program.semantics(),
        input,
        Identifiers.secret(ports.random()),
        settings.callbackBase(),
        Optional.empty());
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
        FORMAT,
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

  // Resuming

  /// Goes on with an execution that is due, here.
  public Resumption resume(String name) {
    return resume(name, Shift.open());
  }

  /// The same on a host whose time is limited. Where the execution is active here already, the
  /// limits that it has stay.
  public Resumption resume(String name, Shift shift) {
    return resume(name, shift, false);
  }

  /// Goes on with an execution although nothing is due: an operator asks for one that was parked.
  public Resumption resumeAnyway(String name) {
    return resumeAnyway(name, Shift.open());
  }

  /// The same on a host whose time is limited.
  public Resumption resumeAnyway(String name, Shift shift) {
    return resume(name, shift, true);
  }

  private Resumption resume(String name, Shift shift, boolean asked) {
    Run here = active.get(name);
    if (here != null && here.tell(new Input.Nudged())) {
      return new Resumption.Running(here.departure());
    }
    Instant now = ports.clock().instant();
    Claiming claiming =
        new Claiming(holder(shift), Identifiers.nonce(ports.random()), FORMAT, asked);
    Claim claim;
    try {
      claim = asking.askCalmly(() -> ports.executions().claim(name, claiming, now));
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      return unread(name, claiming, e);
    }
    return switch (claim) {
      case Claim.Held held -> claimed(shift, claiming, held, now);
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

  private Resumption claimed(Shift shift, Claiming claiming, Claim.Held held, Instant now) {
    try {
      return resume(shift, claiming, held, now);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      return unreadable(held.stored().meta(), claiming, e);
    }
  }

  private Resumption resume(Shift shift, Claiming claiming, Claim.Held held, Instant now) {
    Meta meta = held.stored().meta();
    return switch (programs.find(meta.version())) {
      case Programs.Found.Ok(Program program) -> {
        Tenure tenure = Tenure.claimed(shift, claiming, held);
        Activation activation =
            Activation.claimed(program, settings, tenure, ports.random(), held.stored(), now);
        yield new Resumption.Running(launch(new Run(ports, settings, shift, program, activation)));
      }
      case Programs.Found.Unusable(String reason) -> {
        letGo(meta, claiming, Optional.of(now.plus(UNUSABLE_PAUSE)), held.interrupted());
        yield new Resumption.Refused(reason);
      }
    };
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
  private Resumption unread(String name, Claiming claiming, RuntimeException problem) {
    return asking
        .askCalmly(() -> ports.executions().meta(name))
        .filter(
            meta -> meta.lease().filter(one -> one.nonce().equals(claiming.nonce())).isPresent())
        .map(meta -> unreadable(meta, claiming, problem))
        .orElseThrow(() -> problem);
  }

  /// Parks what no host could read: due, it would be taken up in vain for ever.
  private Resumption unreadable(Meta meta, Claiming claiming, RuntimeException problem) {
    LOG.log(
        System.Logger.Level.ERROR,
        "execution " + meta.name() + " cannot be read, and is parked",
        problem);
    letGo(meta, claiming, Optional.empty(), true);
    return new Resumption.Refused(
        "what is stored of it cannot be read: "
            + problem.getMessage()
            + "; it is parked until somebody resumes it");
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
        resume(
            run.name(),
            run.shift()); // a message may have come when the execution was just being released
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
    return sender.signal(name, signal, payload, key);
  }

  /// Completes, fails or keeps alive the wait that a token was made for.
  public Sending callback(String token, CallbackAnswer answer) {
    return sender.callback(token, answer);
  }

  public Sending cancel(String name, String reason) {
    return sender.send(name, new Message.Cancel(reason));
  }

  /// Ends an execution at once: nothing that it did is undone.
  public Sending terminate(String name, String reason) {
    return sender.send(name, new Message.Terminate(reason));
  }

  /// Repeats what failed.
  public Sending redrive(String name, String reason) {
    return sender.send(name, new Message.Redrive(reason));
  }

  // Reading

  /// An execution as it stands. Throws [IllegalStateException] where its program is of a newer
  /// version.
  public Optional<Description> describe(String name) {
    return reader.describe(name);
  }

  /// Executions, newest first.
  public Page list(Query query) {
    return asking.askCalmly(() -> ports.executions().list(query));
  }

  /// Executions that somebody should look at by then, the longest due first: as their heads stand
  /// now, which may be held or no longer due.
  public List<Meta> due(Instant by, int limit) {
    return reader.due(by, limit);
  }

  /// What happened, as far as the journal still tells.
  public Optional<Timeline> history(String name) {
    return reader.history(name);
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
