package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.engine.Activation;
import dev.flowstone.interpreter.engine.Activations;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Input;
import dev.flowstone.interpreter.engine.Kin;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Shift;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A process that runs executions: it has a clock of its own, may freeze, and dies.
final class Host {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final World world;
  private final String name;
  private final ExecutionStore link;
  private final Activations activations;
  private final Kin kin;
  private final Map<String, Drive> drives = new HashMap<>();
  private Duration skew = Duration.ZERO;
  private Instant frozenUntil = Instant.MIN;
  private boolean alive = true;
  private boolean stopping;

  Host(World world, String name) {
    this.world = world;
    this.name = name;
    this.link = world.link(false);
    Ports ports = world.ports(link, name, this::clock);
    this.activations = new Activations(ports, world.settings());
    this.kin = Kin.of(ports, world.settings(), execution -> world.wake(this, execution));
  }

  String name() {
    return name;
  }

  World world() {
    return world;
  }

  ExecutionStore link() {
    return link;
  }

  Kin kin() {
    return kin;
  }

  boolean takesWork() {
    return alive && !stopping && !frozenUntil.isAfter(world.agenda().now());
  }

  boolean isAlive() {
    return alive;
  }

  Instant clock() {
    return world.agenda().now().plus(skew);
  }

  /// Lets something happen on this host then, if it lives; later, if it is frozen.
  void at(Instant when, Runnable what) {
    world.agenda().at(when, () -> act(what));
  }

  void in(Duration delay, Runnable what) {
    at(world.agenda().now().plus(delay), what);
  }

  /// Does something now; the host may die of it.
  void act(Runnable what) {
    if (!alive) {
      return;
    }
    if (frozenUntil.isAfter(world.agenda().now())) {
      at(frozenUntil, what);
      return;
    }
    try {
      what.run();
    } catch (HostDied e) {
      die();
    }
  }

  void die() {
    if (alive) {
      alive = false;
      List.copyOf(drives.values()).forEach(Drive::kill);
      world.replace(this);
    }
  }

  /// Stands still for longer than a lease, and perhaps does not notice.
  void freeze() {
    Duration pause = Duration.ofSeconds(world.draw().between(61, 200));
    frozenUntil = world.agenda().now().plus(pause);
    if (world.draw().chance(50)) {
      skew = skew.minus(pause);
    }
  }

  void jump() {
    skew =
        skew.plus(
            world
                .draw()
                .any(
                    Duration.ofSeconds(-90),
                    Duration.ofSeconds(-2),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(3)));
  }

  /// Stops in good order; nothing is left of it afterwards.
  void stop() {
    stopping = true;
    Instant until = clock().plus(DRAIN);
    List.copyOf(drives.values()).forEach(drive -> drive.tell(new Input.Stop(until)));
    in(DRAIN.plusSeconds(5), this::die);
  }

  /// Takes over what is due.
  void look() {
    try {
      for (String due : link.due(clock(), 10)) {
        if (!drives.containsKey(due)) {
          take(due, false);
        }
      }
    } catch (StoreUnavailable e) {
      // The next look will.
    }
  }

  /// Goes on with what it was told of, unless it does already.
  void takeUp(String execution) {
    try {
      if (takesWork() && !drives.containsKey(execution)) {
        take(execution, false);
      }
    } catch (StoreUnavailable e) {
      // Somebody will find it due.
    }
  }

  void take(String execution, boolean asked) {
    Shift shift = shift();
    switch (activations.claim(execution, shift, asked)) {
      case Activations.Taken.Held held -> drive(execution, held.activation(), shift);
      case Activations.Taken.NotHeld _ -> {}
      case Activations.Taken.Unusable(String reason) -> world.complain("unusable: " + reason);
    }
  }

  /// Creates the execution and goes on with it here, unless it is there already.
  void create(Written written) {
    Shift shift = shift();
    switch (activations.create(
        world.name(), written.stored().version(), world.program(written), world.input(), shift)) {
      case Activations.Created.Held held -> drive(world.name(), held.activation(), shift);
      case Activations.Created.NotHeld _ -> {}
    }
  }

  private void drive(String execution, Activation activation, Shift shift) {
    Drive drive = new Drive(this, execution, activation, drives);
    shift
        .deadline()
        .ifPresent(deadline -> world.agenda().in(Duration.between(clock(), deadline), drive::kill));
    drive.begin();
  }

  private Shift shift() {
    return world.limited()
        ? Shift.upTo(clock().plusSeconds(world.draw().between(60, 300)))
        : Shift.open();
  }

  void nudge(String execution) {
    Drive drive = drives.get(execution);
    if (drive != null && alive) {
      drive.tell(new Input.Nudged());
    }
  }

  /// One of its activations is over.
  void departed(String execution, Departure departure) {
    world.departed(execution, departure);
  }
}
