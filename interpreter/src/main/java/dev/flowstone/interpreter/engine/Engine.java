package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  /// executions can be terminated, since 3 they branch, pause, call others, and move to other
  /// versions.
  public static final int FORMAT = 3;

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Ports ports;
  private final Settings settings;
  private final Asking asking;
  private final Programs programs;
  private final Activations activations;
  private final Reader reader;
  private final Sender sender;
  private final Map<String, Run> active = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> claiming = new ConcurrentHashMap<>();
  private final Kin kin;
  private final ExecutionStore.Watch watch;
  private volatile boolean open = true;

  public Engine(Ports ports, Settings settings) {
    this.ports = ports;
    this.settings = settings;
    this.asking = new Asking(ports.clock(), ports.timers(), settings.lease());
    this.programs = new Programs(ports.programs(), asking);
    this.activations = new Activations(ports, settings, asking, programs);
    this.reader = new Reader(ports, asking, programs);
    this.sender = new Sender(ports, settings, asking, programs, reader, this::nudge);
    this.kin = new Kin(ports, settings, programs, reader, activations, sender, this::lookAfter);
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
    if (name.isBlank() || name.length() > State.NAME_LENGTH || !name.equals(name.strip())) {
      return new Start.Refused(
          "a name has 1 to " + State.NAME_LENGTH + " characters, none of them a space at its ends");
    }
    return switch (programs.find(version)) {
      case Programs.Found.Unusable(String reason) -> new Start.Refused(reason);
      case Programs.Found.Ok(Program program) ->
          switch (Admission.of(program, input, settings)) {
            case Admission.Refused(var _, String message) -> new Start.Refused(message);
            case Admission.Granted(Value.Fields fields) -> start.apply(program, fields);
          };
    };
  }

  private Start begin(
      String name, String version, Program program, Value.Fields input, Shift shift) {
    return switch (activations.create(name, version, program, input, shift)) {
      case Activations.Created.Held(Meta meta, Activation activation) ->
          new Start.Begun(meta, launch(new Run(ports, settings, kin, shift, program, activation)));
      case Activations.Created.NotHeld(Creation creation) -> notBegun(creation);
    };
  }

  private Start queue(String name, String version, Program program, Value.Fields input) {
    return notBegun(activations.queue(name, version, program, input, Optional.empty()));
  }

  private static Start notBegun(Creation creation) {
    return switch (creation) {
      case Creation.Existing(Meta meta) -> new Start.Existing(meta);
      case Creation.Clash(Meta meta) -> new Start.Clash(meta);
      case Creation.Created(Meta meta) -> new Start.Queued(meta);
    };
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
    CompletableFuture<Void> own = new CompletableFuture<>();
    CompletableFuture<Void> other = claiming.putIfAbsent(name, own);
    if (other != null) { // what it takes will be found active here
      other.join();
      return resume(name, shift, asked);
    }
    try {
      return taken(name, shift, asked);
    } finally {
      claiming.remove(name, own);
      own.complete(null);
    }
  }

  private Resumption taken(String name, Shift shift, boolean asked) {
    Run here = active.get(name);
    if (here != null && here.tell(new Input.Nudged())) {
      return new Resumption.Running(here.departure());
    }
    return switch (activations.claim(name, shift, asked)) {
      case Activations.Taken.Held(Program program, Activation activation) ->
          new Resumption.Running(launch(new Run(ports, settings, kin, shift, program, activation)));
      case Activations.Taken.NotHeld(Claim claim) -> notHeld(name, claim);
      case Activations.Taken.Unusable(String reason) -> new Resumption.Refused(reason);
    };
  }

  private Resumption notHeld(String name, Claim claim) {
    return switch (claim) {
      case Claim.Held _ -> throw new IllegalStateException("it is held here");
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
        // A message may have come when the execution was just being released.
        goOn(run.name(), run.shift());
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

  /// A child or a parent has something to do: it goes on here, unless somebody else has it.
  private void lookAfter(String name) {
    if (!ports.observer().due(name) && open) {
      Thread.ofVirtual().name(name).start(() -> goOn(name, Shift.open()));
    }
  }

  private void goOn(String name, Shift shift) {
    try {
      var _ = resume(name, shift);
    } catch (StoreUnavailable e) {
      // It is due in the store: whoever looks next goes on with it.
    }
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

  /// Lets nothing new begin until it is [unpaused][#unpause].
  public Sending pause(String name, String reason) {
    return sender.send(name, new Message.Pause(reason));
  }

  /// Lets a paused execution go on.
  public Sending unpause(String name, String reason) {
    return sender.send(name, new Message.Resume(reason));
  }

  /// Goes on with another version of the workflow, which the store knows: from where it waits, or
  /// from where it failed. Refused where what has happened does not fit that version.
  public Sending move(String name, String version, String reason) {
    return sender.move(name, version, reason);
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
    return history(name, 0, Integer.MAX_VALUE);
  }

  /// A page of it: at most `limit` entries after the first `after`. However long the journal is, no
  /// more than the page and a few slots are held.
  public Optional<Timeline> history(String name, int after, int limit) {
    return reader.history(name, after, limit);
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
