package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Drives one [Activation] on a virtual thread: calls the store, begins attempts, and waits for
/// what comes next.
final class Run {
  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  private final Ports ports;
  private final Asking asking;
  private final Kin kin;
  private final Shift shift;
  private final Program program;
  private final Activation activation;
  private final String name;
  private final String id;
  private final CallThreads calls;
  private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private final Queue<Input> answers = new ArrayDeque<>();
  private final CompletableFuture<Departure> departure = new CompletableFuture<>();
  private @Nullable Departure left;
  private boolean closed;
  private List<Input> lastTaken = List.of();
  private boolean nudgedLate;
  private Timers.@Nullable Alarm alarm;
  private Instant alarmAt = Instant.MAX;

  Run(
      Ports ports,
      Settings settings,
      Kin kin,
      Shift shift,
      Program program,
      Activation activation) {
    this.kin = kin;
    this.shift = shift;
    this.program = program;
    this.ports = ports;
    this.asking = new Asking(ports.clock(), ports.timers(), settings.lease());
    this.activation = activation;
    this.name = activation.state().name();
    this.id = activation.state().id();
    this.calls = new CallThreads(ports, settings, this::tell);
  }

  String name() {
    return name;
  }

  Shift shift() {
    return shift;
  }

  CompletableFuture<Departure> departure() {
    return departure;
  }

  /// Gives an input; tells whether anybody will take it.
  synchronized boolean tell(Input input) {
    if (closed) {
      return false;
    }
    inputs.add(input);
    return true;
  }

  /// Runs until the activation is over. Answers whether a message may have come in too late to be
  /// seen.
  boolean run() {
    try {
      ports.observer().arrived(name, program, activation.state());
      perform(activation.begin(ports.clock().instant()));
      while (left == null) {
        perform(activation.on(next(), ports.clock().instant()));
      }
    } catch (InterruptedException e) {
      left = new Departure.Abandoned();
    } catch (RuntimeException | Error e) {
      left = new Departure.Broken(e.toString());
      LOG.log(System.Logger.Level.ERROR, "execution " + name + " cannot go on here", e);
    }
    close();
    calls.interruptAll(); // whoever takes over must not find them still at it
    try {
      ports.observer().departed(name, left);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the observer failed", e);
    }
    return nudgedLate;
  }

  /// Lets those go on who wait for the end. Apart from [#run], so that nobody finds the execution
  /// still listed.
  void announce() {
    departure.complete(left == null ? new Departure.Abandoned() : left);
  }

  private synchronized void close() {
    closed = true;
    // Also one that came together with the answer that ended this: nobody has looked since.
    nudgedLate =
        Stream.concat(lastTaken.stream(), inputs.stream()).anyMatch(Input.Nudged.class::isInstance);
    if (alarm != null) {
      alarm.cancel();
    }
  }

  private List<Input> next() throws InterruptedException {
    List<Input> taken = new ArrayList<>();
    taken.addAll(answers);
    answers.clear();
    if (taken.isEmpty()) {
      taken.add(inputs.take());
    }
    inputs.drainTo(taken);
    lastTaken = taken;
    for (Input input : taken) {
      if (input instanceof Input.CallEnded ended) {
        calls.forget(new Attempts.Key(ended.call(), ended.attempt()));
      } else if (input instanceof Input.Woken) {
        alarm = null;
        alarmAt = Instant.MAX;
      }
    }
    return taken;
  }

  private void perform(List<Effect> effects) throws InterruptedException {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Append(var slot) -> ask(() -> new Input.Wrote(store().append(name, id, slot)));
        case Effect.ReadInbox() -> ask(() -> new Input.InboxRead(store().meta(name)));
        case Effect.ReadAll() -> ask(() -> new Input.ReadAgain(store().read(name)));
        case Effect.Renew(var renewing) ->
            ask(() ->
                new Input.Renewed(store().renew(name, id, renewing, ports.clock().instant())));
        case Effect.LetGo(var released) ->
            ask(() -> new Input.LetGo(store().release(name, id, released)));
        case Effect.End(var ending) -> {
          ports.observer().ending(name, activation.state());
          ask(() -> new Input.Ended(store().finish(name, id, ending)));
        }
        case Effect.StartChild(var child, var parent) -> ask(() -> kin.start(child, parent));
        case Effect.CancelChild(var child, var parent) -> ask(() -> kin.cancel(child, parent));
        case Effect.TellParent(var parent, var child, var end) ->
            ask(() -> kin.tell(parent, child, end));
        case Effect.Trim(var base) -> trim(base);
        case Effect.Call call -> calls.begin(name, id, call);
        case Effect.Interrupt(String call, int attempt) ->
            calls.interrupt(new Attempts.Key(call, attempt));
        case Effect.Abandon(String call, int attempt) ->
            calls.forget(new Attempts.Key(call, attempt));
        case Effect.Wake(Instant when) -> wake(when);
        case Effect.Tell(var history, var state) ->
            ports.observer().progressed(name, history, state);
        case Effect.Leave(Departure over) -> left = over;
      }
    }
  }

  private void trim(Snapshot base) {
    try {
      store().trim(name, id, base);
    } catch (StoreUnavailable e) {
      // It is late, and no harm is done.
    } catch (RuntimeException e) { // nothing that runs depends on it
      LOG.log(System.Logger.Level.WARNING, "the journal of " + name + " cannot be trimmed", e);
    }
  }

  private ExecutionStore store() {
    return ports.executions();
  }

  private void ask(Supplier<Input> question) throws InterruptedException {
    try {
      answers.add(asking.ask(question));
    } catch (StoreUnavailable e) {
      answers.add(new Input.StoreLost());
    }
  }

  /// An alarm that rings too early does no harm, and is not set anew for each step.
  private void wake(Instant when) {
    if (!when.isBefore(alarmAt)) {
      return;
    }
    if (alarm != null) {
      alarm.cancel();
    }
    alarmAt = when;
    alarm = when.equals(Instant.MAX) ? null : ports.timers().set(when, this::ring);
  }

  private void ring() {
    tell(new Input.Woken());
  }
}
