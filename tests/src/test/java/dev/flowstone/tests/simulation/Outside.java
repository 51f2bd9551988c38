package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Those who start an execution, send it signals, answer its callbacks, cancel and redrive it. They
/// die too, and send again what they are not sure of.
final class Outside {
  private final World world;
  private final Draw draw;
  private final Engine client;
  private final Set<String> acts = new LinkedHashSet<>();
  private int redrives;

  Outside(World world) {
    this.world = world;
    this.draw = world.draw();
    this.client =
        new Engine(
            world.ports(world.link(true), "client", () -> world.agenda().now()), world.settings());
  }

  void begin() {
    start();
    Set<String> names = new TreeSet<>(Statements.in(world.written().tree().body()));
    List<String> signals = new ArrayList<>(names);
    int count = signals.isEmpty() ? 0 : draw.below(6);
    for (int i = 0; i < count; i++) {
      String name = draw.chance(5) ? "unheard" : draw.of(signals);
      String key = "signal" + i;
      Value payload = Conduct.answer(draw);
      act(key, () -> signal(key, name, payload));
    }
    if (draw.chance(12)) {
      act("cancel", this::cancel);
    }
    if (draw.chance(4)) {
      act("terminate", this::terminate);
    }
    int pauses = draw.chance(15) ? draw.between(1, 3) : 0;
    for (int i = 0; i < pauses; i++) {
      act("pause" + i, this::pause);
    }
  }

  /// Somebody does something soon, unless this case goes without.
  private void act(String what, Runnable does) {
    Duration delay = soon();
    if (world.drawn().has(what)) {
      acts.add(what);
      world.agenda().in(delay, does);
    }
  }

  /// What was done, by its names.
  Set<String> acts() {
    return acts;
  }

  private Duration soon() {
    return switch (draw.below(4)) {
      case 0 -> draw.millis(0, 50);
      case 1 -> draw.millis(0, 10_000);
      case 2 -> Duration.ofSeconds(draw.between(1, 400));
      default -> Duration.ofSeconds(draw.between(1, 10_000));
    };
  }

  private void start() {
    List<Host> able = world.hosts().stream().filter(Host::takesWork).toList();
    if (able.isEmpty()) {
      world.agenda().in(Duration.ofSeconds(5), this::start);
      return;
    }
    if (draw.chance(50)) {
      Host host = draw.of(able);
      host.act(() -> host.create(world.written()));
    } else {
      attempt(
          () -> client.enqueue(world.name(), world.written().stored().version(), world.input()));
    }
    world
        .agenda()
        .in(
            Duration.ofSeconds(1),
            () -> {
              if (world.store().meta(world.name()).isEmpty()) {
                start(); // it cannot be sure that it was started
              }
            });
  }

  /// Does something, unless the client dies of it; tells whether it lived.
  private boolean attempt(Runnable what) {
    try {
      what.run();
      return true;
    } catch (HostDied e) {
      return false;
    }
  }

  private void signal(String key, String name, Value payload) {
    Ledger.Sent sent = world.ledger().send(world.name(), "key:" + key, name, payload);
    deliver(sent, () -> client.signal(world.name(), name, payload, Optional.of(key)));
  }

  private interface Delivering {
    Sending send();
  }

  private void deliver(Ledger.Sent sent, Delivering how) {
    boolean lived =
        attempt(() -> {
          if (how.send() instanceof Sending.Accepted(String execution, boolean _)) {
            sent.accepted = true;
            world.nudge(execution);
          }
        });
    if (!lived || world.strikes(FaultKind.DUPLICATE_MESSAGE, world.name())) {
      world.agenda().in(soon(), () -> deliver(sent, how));
    }
  }

  /// A notification has arrived: whoever got it answers, perhaps, after a while and not only once.
  void heard(String execution, Command.Invoke invoke) {
    if (!(invoke.input().get("to").orElse(Value.Null.NULL) instanceof Value.Text(String token))) {
      return;
    }
    int answers = draw.below(3);
    for (int i = 0; i < answers; i++) {
      CallbackAnswer answer =
          switch (draw.below(4)) {
            case 0 -> new CallbackAnswer.Heartbeat();
            case 1 ->
                new CallbackAnswer.Failure(
                    draw.any("Refused", "Shaky"), "no", Optional.of(Conduct.answer(draw)));
            default -> new CallbackAnswer.Success(Conduct.answer(draw));
          };
      act(
          "answer" + i + ":" + execution + ":" + invoke.call(),
          () -> attempt(() -> answer(token, answer)));
    }
  }

  private void answer(String token, CallbackAnswer answer) {
    if (client.callback(token, answer) instanceof Sending.Accepted(String name, boolean _)) {
      world.nudge(name);
    }
  }

  private void cancel() {
    world.note(FaultKind.CANCEL, world.name());
    send(() -> client.cancel(world.name(), "enough"), this::cancel);
  }

  private void terminate() {
    world.note(FaultKind.TERMINATE, world.name());
    send(() -> client.terminate(world.name(), "at once"), this::terminate);
  }

  private void pause() {
    world.note(FaultKind.PAUSE, world.name());
    send(() -> client.pause(world.name(), "wait"), this::pause);
    world.agenda().in(soon(), this::unpause);
  }

  private void unpause() {
    send(() -> client.unpause(world.name(), "go on"), this::unpause);
  }

  /// An execution is paused: sooner or later somebody lets it go on.
  void paused() {
    world.agenda().in(soon(), this::unpause);
  }

  private void redrive() {
    world.note(FaultKind.REDRIVE, world.name());
    send(() -> client.redrive(world.name(), "again"), this::redrive);
  }

  private void send(Delivering how, Runnable again) {
    boolean lived =
        attempt(() -> {
          if (how.send() instanceof Sending.Accepted(String name, boolean _)) {
            world.nudge(name);
          }
        });
    if (!lived) {
      world.agenda().in(Duration.ofSeconds(1), again);
    }
  }

  /// The execution has come to rest: somebody may want it to go on.
  void ended(String execution, Status status) {
    boolean redrivable = status == Status.FAILED || status == Status.COMPENSATION_FAILED;
    if (redrivable && redrives < 4 && draw.chance(60)) {
      redrives++;
      act("redrive" + redrives, this::redrive);
    }
  }
}
