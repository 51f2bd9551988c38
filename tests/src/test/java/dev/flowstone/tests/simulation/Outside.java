package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Integer> redrives = new HashMap<>();

  Outside(World world) {
    this.world = world;
    this.draw = world.draw();
    this.client =
        new Engine(
            world.ports(world.link(true), "client", () -> world.agenda().now()), world.settings());
  }

  void begin() {
    start();
    signals(world.name(), world.family().main());
    meddle(world.name(), 1);
  }

  /// Another execution has begun: those who know of it meddle with it, too.
  void meet(String execution) {
    if (!execution.equals(world.name())) {
      signals(execution, world.written(execution));
      meddle(execution, 2);
    }
  }

  private void signals(String execution, Written written) {
    List<String> signals = List.copyOf(new TreeSet<>(Statements.in(written.tree().body())));
    int count = signals.isEmpty() ? 0 : draw.below(6);
    for (int i = 0; i < count; i++) {
      String name = draw.chance(5) ? "unheard" : draw.of(signals);
      String key = "signal" + i;
      Value payload = Conduct.answer(draw);
      act(execution, key, () -> signal(execution, key, name, payload));
    }
  }

  private void meddle(String execution, int rarely) {
    if (draw.chance(12 / rarely)) {
      act(execution, "cancel", () -> cancel(execution));
    }
    if (draw.chance(4 / rarely)) {
      act(execution, "terminate", () -> terminate(execution));
    }
    int moves = draw.chance(30 / rarely) ? draw.between(1, 3) : 0;
    for (int i = 0; i < moves; i++) {
      act(execution, "move" + i, () -> move(execution, draw.below(3), 4));
    }
    int pauses = draw.chance(15 / rarely) ? draw.between(1, 3) : 0;
    for (int i = 0; i < pauses; i++) {
      act(execution, "pause" + i, () -> pause(execution));
    }
  }

  /// Somebody does something soon, unless this case goes without.
  private void act(String execution, String what, Runnable does) {
    Duration delay = soon();
    String name = execution + ":" + what;
    if (world.drawn().has(name)) {
      acts.add(name);
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
      host.act(() -> host.create(world.family().main()));
    } else {
      attempt(() ->
          client.enqueue(world.name(), world.family().main().stored().version(), world.input()));
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

  private void signal(String execution, String key, String name, Value payload) {
    Ledger.Sent sent = world.ledger().send(execution, "key:" + key, name, payload);
    deliver(sent, () -> client.signal(execution, name, payload, Optional.of(key)));
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
    if (!lived || world.strikes(FaultKind.DUPLICATE_MESSAGE, sent.execution)) {
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
          execution,
          "answer" + i + ":" + invoke.call(),
          () -> attempt(() -> answer(token, answer)));
    }
  }

  private void answer(String token, CallbackAnswer answer) {
    if (client.callback(token, answer) instanceof Sending.Accepted(String name, boolean _)) {
      world.nudge(name);
    }
  }

  private void cancel(String execution) {
    world.note(FaultKind.CANCEL, execution);
    send(() -> client.cancel(execution, "enough"), () -> cancel(execution));
  }

  private void terminate(String execution) {
    world.note(FaultKind.TERMINATE, execution);
    send(() -> client.terminate(execution, "at once"), () -> terminate(execution));
  }

  private void pause(String execution) {
    world.note(FaultKind.PAUSE, execution);
    send(() -> client.pause(execution, "wait"), () -> pause(execution));
    world.agenda().in(soon(), () -> unpause(execution));
  }

  private void unpause(String execution) {
    send(() -> client.unpause(execution, "go on"), () -> unpause(execution));
  }

  /// Nothing happens any more: what is still paused goes on, and what somebody waits for is not
  /// left with failed undos. Tells whether there was any.
  boolean settles() {
    boolean any = false;
    for (String execution : List.copyOf(world.executions())) {
      Status status = client.describe(execution).orElseThrow().state().status();
      if (status == Status.PAUSED) {
        unpause(execution);
        any = true;
      } else if (status == Status.COMPENSATION_FAILED && !execution.equals(world.name())) {
        send(() -> client.terminate(execution, "nobody mends it"), () -> {});
        any = true;
      }
    }
    return any;
  }

  /// Somebody wants another version to go on, and pauses what is too busy for that.
  private void move(String execution, int number, int patience) {
    List<Written> versions = world.versions(execution).all();
    String version = versions.get(Math.min(number, versions.size() - 1)).stored().version();
    Runnable again = () -> move(execution, number, patience - 1);
    boolean lived =
        attempt(() -> {
          switch (client.move(execution, version, "better")) {
            case Sending.Accepted _ -> {
              world.note(FaultKind.MOVE, execution);
              world.ledger().moved(execution);
              world.nudge(execution);
            }
            case Sending.Refused refused -> {
              if (refused.reason() != Refusal.Reason.NOT_ENDED) { // else it is about to end
                world.ledger().turnedAway(execution, version, world.journal(execution));
              }
              if (refused.reason() == Refusal.Reason.BUSY && patience > 0) {
                if (draw.chance(30)) {
                  pause(execution);
                }
                world.agenda().in(soon(), again);
              }
            }
            default -> {}
          }
        });
    if (patience > 0 && (!lived || world.strikes(FaultKind.DUPLICATE_MESSAGE, execution))) {
      world.agenda().in(soon(), again);
    }
  }

  private void redrive(String execution) {
    world.note(FaultKind.REDRIVE, execution);
    send(() -> client.redrive(execution, "again"), () -> redrive(execution));
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
    int before = redrives.getOrDefault(execution, 0);
    if (redrivable && before < 4 && draw.chance(60)) {
      redrives.put(execution, before + 1);
      act(execution, "redrive" + (before + 1), () -> redrive(execution));
    }
    if (status == Status.FAILED && before < 4 && draw.chance(15)) {
      redrives.put(execution, before + 1);
      act(execution, "mend" + (before + 1), () -> move(execution, draw.below(3), 0));
    }
  }
}
