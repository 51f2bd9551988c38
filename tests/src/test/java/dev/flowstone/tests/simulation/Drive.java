package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.engine.Activation;
import dev.flowstone.interpreter.engine.CallOutcome;
import dev.flowstone.interpreter.engine.Effect;
import dev.flowstone.interpreter.engine.Input;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Drives one activation as the engine does, but in simulated time: effects one after the other,
/// each call of the store taking its time while inputs gather.
final class Drive {
  private record Key(String call, int attempt) {}

  private record Running(Ledger.Performed performed, Runnable interrupt) {}

  private final Host host;
  private final World world;
  private final String name;
  private final Activation activation;
  private final Map<String, Drive> drives;
  private final Deque<Input> inputs = new ArrayDeque<>();
  private final List<Input> answers = new ArrayList<>();
  private final Map<Key, Running> running = new LinkedHashMap<>();
  private boolean busy;
  private boolean killed;
  private Instant alarm = Instant.MAX;

  Drive(Host host, String name, Activation activation, Map<String, Drive> drives) {
    this.host = host;
    this.world = host.world();
    this.name = name;
    this.activation = activation;
    this.drives = drives;
  }

  void begin() {
    drives.put(name, this);
    busy = true;
    perform(activation.begin(host.clock()), 0);
  }

  /// Its time is over, whatever it was doing: its handlers stop with it.
  void kill() {
    killed = true;
    drives.remove(name, this);
    running
        .values()
        .forEach(one -> {
          if (one.performed.ended == null) {
            one.performed.ended = world.agenda().now();
          }
        });
  }

  private boolean left() {
    return drives.get(name) != this;
  }

  void tell(Input input) {
    if (!left()) {
      inputs.add(input);
      if (!busy) {
        busy = true;
        host.in(Duration.ZERO, this::next);
      }
    }
  }

  private void next() {
    if (left()) {
      return;
    }
    List<Input> taken = new ArrayList<>(answers);
    answers.clear();
    taken.addAll(inputs);
    inputs.clear();
    if (taken.isEmpty()) {
      busy = false;
    } else {
      perform(activation.on(taken, host.clock()), 0);
    }
  }

  private void perform(List<Effect> effects, int from) {
    for (int i = from; i < effects.size(); i++) {
      int rest = i + 1;
      Effect effect = effects.get(i);
      @Nullable Supplier<Input> question = question(effect);
      if (question != null) {
        ask(question, effects, rest);
        return;
      }
      switch (effect) {
        case Effect.Call call -> call(call);
        case Effect.Interrupt(String call, int attempt) -> {
          Running one = running.get(new Key(call, attempt));
          if (one != null) {
            one.interrupt.run();
          }
        }
        case Effect.Abandon(String call, int attempt) -> {
          Running one = running.remove(new Key(call, attempt));
          if (one != null) {
            one.performed.abandoned = true;
          }
        }
        case Effect.Wake(Instant when) -> wake(when);
        case Effect.Leave leave -> {
          drives.remove(name, this);
          List.copyOf(running.values())
              .forEach(one -> {
                one.performed.abandoned = true;
                one.interrupt.run();
              });
          host.departed(name, leave.departure());
          return;
        }
        case Effect.Trim(var base) -> trim(base);
        case Effect.Tell _,
            Effect.StartChild _,
            Effect.CancelChild _,
            Effect.TellParent _,
            Effect.Append _,
            Effect.ReadInbox _,
            Effect.ReadAll _,
            Effect.Renew _,
            Effect.LetGo _,
            Effect.End _ -> {}
      }
    }
    next();
  }

  private void trim(Snapshot base) {
    try {
      host.link().trim(name, activation.state().id(), base);
    } catch (StoreUnavailable e) {
      // The next one makes up for it.
    }
  }

  private @Nullable Supplier<Input> question(Effect effect) {
    ExecutionStore store = host.link();
    String id = activation.state().id();
    return switch (effect) {
      case Effect.Append(var slot) -> () -> new Input.Wrote(store.append(name, id, slot));
      case Effect.ReadInbox() -> () -> new Input.InboxRead(store.meta(name));
      case Effect.ReadAll() -> () -> new Input.ReadAgain(store.read(name));
      case Effect.Renew(var renewing) ->
          () -> new Input.Renewed(store.renew(name, id, renewing, host.clock()));
      case Effect.LetGo(var released) -> () -> new Input.LetGo(store.release(name, id, released));
      case Effect.End(var ending) -> () -> new Input.Ended(store.finish(name, id, ending));
      case Effect.StartChild(var child, var parent) -> () -> host.kin().start(child, parent);
      case Effect.CancelChild(var child, var parent) -> () -> host.kin().cancel(child, parent);
      case Effect.TellParent(var parent, var child, var end) ->
          () -> host.kin().tell(parent, child, end);
      case Effect.Call _,
          Effect.Interrupt _,
          Effect.Abandon _,
          Effect.Wake _,
          Effect.Tell _,
          Effect.Trim _,
          Effect.Leave _ ->
          null;
    };
  }

  /// Asks the store, again and again while it does not answer, for as long as a lease.
  private void ask(Supplier<Input> question, List<Effect> effects, int rest) {
    if (world.strikes(FaultKind.FROZEN_HOST, name)) {
      host.freeze();
    } else if (world.strikes(FaultKind.CLOCK_JUMP, name)) {
      host.jump();
    } else if (world.strikes(FaultKind.HANDOVER, name)) {
      host.stop();
    }
    Instant end = host.clock().plus(world.settings().lease());
    Runnable asking = () -> tryAsking(question, effects, rest, Duration.ofMillis(20), end);
    if (world.draw().chance(30)) {
      host.in(world.latency(), asking);
    } else {
      host.act(asking);
    }
  }

  private void tryAsking(
      Supplier<Input> question, List<Effect> effects, int rest, Duration pause, Instant end) {
    if (left()) {
      return;
    }
    Input answer;
    try {
      answer = question.get();
    } catch (StoreUnavailable e) {
      if (!host.clock().isAfter(end)) {
        Duration twice = pause.multipliedBy(2);
        Duration longest = Duration.ofSeconds(2);
        Duration then = twice.compareTo(longest) > 0 ? longest : twice;
        host.in(pause, () -> tryAsking(question, effects, rest, then, end));
        return;
      }
      answer = new Input.StoreLost();
    }
    Input given = answer;
    host.in(
        world.latency(),
        () -> {
          if (!left()) {
            answers.add(given);
            perform(effects, rest);
          }
        });
  }

  private void wake(Instant when) {
    if (!when.isBefore(alarm) || when.equals(Instant.MAX)) {
      return;
    }
    alarm = when;
    host.in(
        Duration.between(host.clock(), when),
        () -> {
          alarm = Instant.MAX;
          tell(new Input.Woken());
        });
  }

  private void call(Effect.Call call) {
    Command.Invoke invoke = call.invoke();
    if (world.strikes(FaultKind.CRASH_BEFORE_HANDLER, name)) {
      throw new HostDied();
    }
    boolean slow = world.strikes(FaultKind.SLOW_HANDLER, name);
    Conduct conduct = world.drawn().conduct(name, invoke, slow);
    Ledger.Performed performed =
        world
            .ledger()
            .begin(name, invoke, conduct, host.name(), world.agenda().now(), world.journal(name));
    Key key = new Key(invoke.call(), invoke.attempt());
    Instant began = world.agenda().now();
    Runnable interrupt =
        () -> {
          if (conduct.obeys()) {
            host.in(
                Duration.ofMillis(5),
                () -> end(key, performed, new CallOutcome.Interrupted(), began));
          }
        };
    running.put(key, new Running(performed, interrupt));
    if (world.strikes(FaultKind.CRASH_DURING_HANDLER, name)) {
      host.in(
          conduct.takes().dividedBy(2),
          () -> {
            throw new HostDied();
          });
    }
    host.in(
        conduct.takes(),
        () -> {
          world.heard(name, invoke);
          end(key, performed, new CallOutcome.Replied(conduct.reply()), began);
        });
    if (conduct.beats()) {
      invoke.heartbeat().ifPresent(every -> beat(key, every.dividedBy(2)));
    }
  }

  private void beat(Key key, Duration every) {
    host.in(
        every,
        () -> {
          if (running.containsKey(key) && !left()) {
            tell(new Input.Beat(key.call(), key.attempt()));
            beat(key, every);
          }
        });
  }

  private void end(Key key, Ledger.Performed performed, CallOutcome outcome, Instant began) {
    if (performed.ended != null || killed) {
      return;
    }
    performed.outcome = outcome;
    performed.ended = world.agenda().now();
    if (world.strikes(FaultKind.CRASH_AFTER_HANDLER, name)) {
      throw new HostDied();
    }
    if (running.remove(key) != null) {
      Duration took = Duration.between(began, world.agenda().now());
      tell(new Input.CallEnded(key.call(), key.attempt(), outcome, took));
    }
  }
}
