package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.StepLoggers;
import dev.flowstone.interpreter.engine.Timers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Everything that one simulated execution meets: two hosts, a store, those outside who send
/// messages, and the weather. One thread, one clock, one seed.
final class World {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final int MOST_ACTIONS = 10_000;
  private static final int HOSTS = 2;

  private final Case drawn;
  private final Family family;
  private final Draw draw;
  private final Weather weather;
  private final Agenda agenda = new Agenda(START);
  private final Archive archive;
  private final ExecutionStore store;
  private final ProgramStore programs;
  private final Ledger ledger = new Ledger();
  private final Settings settings;
  private final boolean limited;
  private final List<Host> hosts = new ArrayList<>();
  private final Outside outside;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Program> loaded = new HashMap<>();
  private final Map<String, String> created = new LinkedHashMap<>();
  private final Flaw flaw;
  private Instant lookAt = Instant.MAX;
  private int hostsMade;

  World(Case drawn, Family family, Flaw flaw) {
    this.drawn = drawn;
    this.family = family;
    this.draw = Draw.of(drawn.seed());
    this.weather = new Weather(Draw.of(drawn.seed(), "weather"), drawn.faults());
    this.limited = draw.chance(50);
    this.settings = settings(draw, limited, Draw.of(drawn.seed(), "history"));
    this.archive = new Archive(new MemoryStore(), settings.history());
    this.store = flaw.store(archive);
    this.programs = flaw.programs(new MemoryPrograms());
    this.flaw = flaw;
    for (Written one : family.members()) {
      Program program = flaw.program(one.program());
      loaded.put(one.name(), program);
      programs.put(one.stored(program));
    }
    for (int i = 0; i < HOSTS; i++) {
      hosts.add(new Host(this, "host" + hostsMade++));
    }
    this.outside = new Outside(this);
  }

  private static Settings settings(Draw draw, boolean limited, Draw trims) {
    return Settings.standardBut(s -> {
      s.inPlace = draw.any(Duration.ZERO, Duration.ofSeconds(2));
      s.snapshotBytes = draw.any(1, 500, 64 << 10);
      s.batchBytes = draw.any(300, 64 << 10);
      s.inboxPoll = draw.any(Duration.ofSeconds(3), Duration.ofSeconds(20));
      s.longestAttempt = limited ? Optional.of(Duration.ofSeconds(30)) : Optional.empty();
      s.margin = Duration.ofSeconds(3);
      if (trims.chance(40)) {
        s.history = trims.any(1, 1, 2, 5);
        s.snapshotBytes = trims.any(1, 1, 1, 500);
      }
    });
  }

  /// Lets everything happen until nothing is left to happen.
  void run() {
    outside.begin();
    int actions = 0;
    while (agenda.next() || outside.settles()) {
      if (++actions > MOST_ACTIONS) {
        complain("it never ends");
        return;
      }
      lookSoon();
    }
    Optional<Instant> due = store.nextDue();
    if (due.isPresent()) {
      complain("something is due at " + due.get() + " and nobody looks");
    }
  }

  /// Sees to it that somebody looks at what is due, a little late.
  private void lookSoon() {
    Optional<Instant> due = store.nextDue();
    if (due.isEmpty()) {
      return;
    }
    Instant soonest = due.get().isBefore(agenda.now()) ? agenda.now() : due.get();
    if (lookAt.isAfter(soonest.plusSeconds(60))) {
      Duration late =
          strikes(FaultKind.LATE_WAKE, name())
              ? Duration.ofSeconds(draw.between(10, 50))
              : draw.any(Duration.ofMillis(5), Duration.ofSeconds(1));
      Instant when = soonest.plus(late);
      lookAt = when;
      agenda.at(
          when,
          () -> {
            if (lookAt.equals(when)) {
              lookAt = Instant.MAX;
            }
            List<Host> able = hosts.stream().filter(Host::takesWork).toList();
            if (!able.isEmpty()) {
              Host host = draw.of(able);
              host.act(host::look);
            }
          });
    }
  }

  // What its parts ask of it

  /// What is run here.
  Case drawn() {
    return drawn;
  }

  String name() {
    return "e";
  }

  /// Everything that was created, by its name.
  Set<String> executions() {
    return created.keySet();
  }

  /// An execution of that workflow exists now.
  void created(String execution, String workflow) {
    if (created.putIfAbsent(execution, workflow) == null) {
      outside.meet(execution);
    }
  }

  Family family() {
    return family;
  }

  Written written(String execution) {
    return family.find(created.getOrDefault(execution, family.main().name())).orElseThrow();
  }

  Draw draw() {
    return draw;
  }

  Agenda agenda() {
    return agenda;
  }

  Ledger ledger() {
    return ledger;
  }

  Settings settings() {
    return settings;
  }

  boolean limited() {
    return limited;
  }

  ExecutionStore store() {
    return store;
  }

  /// All that was ever appended.
  Archive archive() {
    return archive;
  }

  /// An engine that reads what is stored, undisturbed.
  Engine reader() {
    return new Engine(ports(store, "reader", agenda::now), settings);
  }

  /// A journal has been trimmed.
  void trimmed(String execution) {
    note(FaultKind.TRIM, execution);
  }

  Weather weather() {
    return weather;
  }

  List<String> complaints() {
    return complaints;
  }

  void complain(String what) {
    complaints.add(what);
  }

  /// The workflow of an execution in all its versions, which hosts know from now on.
  Versions versions(String execution) {
    Versions versions = family.versions(written(execution).name());
    versions.all().forEach(one -> programs.put(one.stored(flaw.program(one.program()))));
    return versions;
  }

  Program program(Written of) {
    return Objects.requireNonNull(loaded.get(of.name()));
  }

  Program program(String execution) {
    return program(written(execution));
  }

  Outside outside() {
    return outside;
  }

  /// Both hosts, as far as they live.
  List<Host> hosts() {
    return hosts;
  }

  ExecutionStore link(boolean client) {
    return new Link(this, store, client);
  }

  Ports ports(ExecutionStore link, String host, InstantSource clock) {
    return new Ports(
        link,
        programs,
        HandlerRegistry.of(),
        host,
        clock,
        NoTimers.NONE,
        flaw.random(draw.random()),
        StepLoggers.silent(),
        Observer.deaf(),
        workflow -> family.find(workflow).map(one -> one.stored().version()));
  }

  boolean strikes(FaultKind kind, String execution) {
    return weather.strikes(kind, execution, agenda.now(), () -> journals(execution));
  }

  /// Something is done on purpose.
  void note(FaultKind kind, String execution) {
    weather.note(kind, execution, agenda.now(), journals(execution));
  }

  /// How long the journals are of an execution and of those around it.
  private Map<String, Long> journals(String execution) {
    Map<String, Long> lengths = new HashMap<>();
    lengths.put(execution, journal(execution));
    for (String other : created.keySet()) {
      if (execution.startsWith(other + ".")) {
        lengths.put(other, journal(other));
      }
    }
    return lengths;
  }

  /// How many slots the journal has.
  long journal(String execution) {
    return archive.whole(execution).size();
  }

  Duration latency() {
    return draw.chance(90) ? Duration.ofMillis(2) : draw.millis(1, 3_000);
  }

  Value.Fields input() {
    Draw own = Draw.of(drawn.seed(), "input");
    Map<Value, Value> input = new LinkedHashMap<>();
    input.put(new Value.Text("size"), new Value.Int(own.below(4)));
    input.put(new Value.Text("flag"), new Value.Bool(own.chance(50)));
    List<Value> items = new ArrayList<>();
    for (int i = own.below(5); i > 0; i--) {
      items.add(new Value.Int(own.below(5)));
    }
    input.put(new Value.Text("items"), new Value.Items(items));
    return new Value.Fields(input);
  }

  /// A host has died: another comes in its place.
  void replace(Host dead) {
    hosts.remove(dead);
    Duration pause = draw.any(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(40));
    agenda.in(pause, () -> hosts.add(new Host(this, "host" + hostsMade++)));
    lookAt = Instant.MAX;
  }

  /// A handler has heard what it was called with.
  void heard(String execution, Command.Invoke invoke) {
    outside.heard(execution, invoke);
  }

  void departed(String execution, Departure departure) {
    lookAt = Instant.MAX;
    switch (departure) {
      case Departure.Ended(Status status, var _) -> outside.ended(execution, status);
      case Departure.Parked _ -> agenda.in(Duration.ofMinutes(1), () -> resume(execution));
      case Departure.Broken(String message) -> complain("broken: " + message);
      case Departure.Waiting _,
          Departure.Stopped _,
          Departure.Abandoned _,
          Departure.Fenced _,
          Departure.StoreLost _ -> {}
    }
  }

  private void resume(String execution) {
    List<Host> able = hosts.stream().filter(Host::takesWork).toList();
    if (able.isEmpty()) {
      agenda.in(Duration.ofMinutes(1), () -> resume(execution));
    } else {
      Host host = draw.of(able);
      host.act(() -> host.take(execution, true));
    }
  }

  /// A host has something for another execution to do: it may look at that at once.
  void wake(Host host, String execution) {
    lookAt = Instant.MAX;
    if (draw.chance(50)) {
      nudge(execution);
      host.in(draw.millis(0, 20), () -> host.takeUp(execution));
    }
  }

  /// Tells hosts that there may be a message, unless whoever sent it is elsewhere.
  void nudge(String execution) {
    lookAt = Instant.MAX;
    if (draw.chance(50)) {
      List.copyOf(hosts).forEach(host -> host.nudge(execution));
    }
  }

  /// Pauses that take no time: what is asked again is asked again at once.
  private enum NoTimers implements Timers {
    NONE;

    @Override
    public Alarm set(Instant when, Runnable ring) {
      return () -> {};
    }

    @Override
    public void pause(Duration duration) {}

    @Override
    public void close() {}
  }
}
