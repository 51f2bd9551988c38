package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Parents and children on several hosts that crash, lack programs and meet strangers: nothing that
/// one of them owes to the other is lost.
final class KinTest {
  private static final String PARENT =
      """
      workflow parent
      step test.do(what: "before") compensate test.do(what: "undo before")
      x = call child(n: 7)
      return x
      """;
  private static final String CHILD =
      """
      workflow child
      input { n: int }
      a = step test.do(what: "work") compensate test.do(what: "undo work")
      wait for go timeout 10d
      return a
      """;
  private static final Value SEVEN =
      new Value.Fields(Map.of(new Value.Text("n"), new Value.Int(7)));
  private static final Command.StartChild START =
      new Command.StartChild("x@1", "p.x@1", "child", (Value.Fields) SEVEN, false);

  private final TestTime time = new TestTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryPrograms programs = new MemoryPrograms();
  private final Map<String, String> live = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final Do handler =
      new Do((what, context) -> {
        if (broken.contains(what)) {
          throw new PermanentError("Refused", "not " + what);
        }
        return what;
      });
  private final List<Engine> engines = new ArrayList<>();

  @AfterEach
  void stop() {
    engines.forEach(Engine::close);
  }

  private Ports ports(String host, ProgramStore known) {
    return Ports.of(store, known, HandlerRegistry.of(handler), host)
        .withTime(time, time)
        .withWorkflows(name -> Optional.ofNullable(live.get(name)));
  }

  private Engine engine(Ports ports, Consumer<Settings.Draft> settings) {
    Engine engine =
        new Engine(
            ports,
            Settings.standardBut(draft -> {
              draft.drain = Duration.ZERO;
              settings.accept(draft);
            }));
    engines.add(engine);
    return engine;
  }

  /// One that leaves what is due to [#settle], and waits for nothing in place.
  private Engine engine(String host) {
    return engine(patient(ports(host, programs)), draft -> draft.inPlace = Duration.ZERO);
  }

  private static Ports patient(Ports ports) {
    return ports.withObserver(
        new Observer() {
          @Override
          public boolean due(String name) {
            return true;
          }
        });
  }

  /// What a host does, one thing at a time.
  private Kin kin(String host) {
    return Kin.of(ports(host, programs), Settings.standard(), name -> {});
  }

  private String deploy(String text) {
    StoredProgram program = Texts.program(text);
    programs.put(program);
    live.put(program.workflow(), program.version());
    return program.version();
  }

  private void begin(Engine engine, String version) {
    assertInstanceOf(Start.Queued.class, engine.enqueue("p", version, Value.Fields.EMPTY));
    settle(engine);
  }

  /// A parent and a child that waits.
  private void begin(Engine engine) {
    deploy(CHILD);
    begin(engine, deploy(PARENT));
    assertEquals(Status.WAITING, state("p").status());
    assertEquals(Status.WAITING, state("p.x@1").status());
  }

  /// Goes on with whatever is due, until nothing is.
  private void settle(Engine engine) {
    for (List<String> due = due(); !due.isEmpty(); due = due()) {
      due.forEach(name -> resume(engine, name));
    }
  }

  private List<String> due() {
    return store.due(time.instant(), 10);
  }

  private static void resume(Engine engine, String name) {
    if (engine.resume(name) instanceof Resumption.Running(var departure)) {
      departure.join();
    }
  }

  private State state(String name) {
    return engines.getFirst().describe(name).orElseThrow().state();
  }

  private Fault error(String name) {
    return state(name).error().orElseThrow();
  }

  private Meta meta(String name) {
    return store.meta(name).orElseThrow();
  }

  private Parent parent() {
    return new Parent("p", meta("p").id(), "x@1", false, 1);
  }

  private void go(Engine engine) {
    assertInstanceOf(
        Sending.Accepted.class, engine.signal("p.x@1", "go", Value.Null.NULL, Optional.empty()));
  }

  /// Leaves no room in an inbox.
  private void fill(String name) {
    byte[] body = MessageCodec.encode(new Message.Signal("noise", Value.Null.NULL));
    InboxEntry entry = new InboxEntry("k".repeat(16_150), time.instant(), false, body);
    assertInstanceOf(Delivery.Accepted.class, store.deliver(name, entry, time.instant()));
  }

  @Test
  void givesTheEndToAParentThatNobodyHeldMeanwhile() {
    Engine one = engine("one");
    begin(one);
    assertEquals(Optional.empty(), meta("p").lease());
    assertEquals(Optional.empty(), meta("p").due());
    Engine other = engine(ports("other", programs), draft -> {}); // goes on by itself

    go(other);
    resume(other, "p.x@1");

    while (meta("p").endedAt().isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(Optional.of(new Value.Text("work")), state("p").result());
  }

  @Test
  void tellsAParentWhoseProgramItLacks() {
    Engine one = engine("one");
    begin(one);
    MemoryPrograms few = new MemoryPrograms();
    few.put(programs.get(Objects.requireNonNull(live.get("child"))).orElseThrow());
    Engine other = engine(patient(ports("other", few)), draft -> {});

    go(other);
    resume(other, "p.x@1");
    settle(one);

    assertEquals(Optional.of(new Value.Text("work")), state("p").result());
  }

  @Test
  void cancelsAChildWhoseProgramItLacks() {
    Engine one = engine("one");
    begin(one);
    MemoryPrograms few = new MemoryPrograms();
    few.put(programs.get(Objects.requireNonNull(live.get("parent"))).orElseThrow());
    Engine other = engine(patient(ports("other", few)), draft -> {});

    other.cancel("p", "enough");
    resume(other, "p");
    settle(one);

    assertEquals(Status.CANCELLED, state("p.x@1").status());
    assertEquals(Status.CANCELLED, state("p").status());
  }

  @Test
  void failsTheCallWhereTheResultIsTooLarge() {
    Engine engine =
        engine(
            patient(ports("one", programs)),
            draft -> {
              draft.payloadBytes = 300;
              draft.inPlace = Duration.ZERO;
            });
    deploy("workflow child\ninput { n: int }\nreturn \"%s\"\n".formatted("a".repeat(400)));

    begin(engine, deploy(PARENT));

    assertEquals("PayloadTooLarge", error("p").name());
  }

  @Test
  void refusesAnInputThatIsTooLarge() {
    Engine engine = engine(patient(ports("one", programs)), draft -> draft.payloadBytes = 300);
    deploy("workflow child\ninput { n: string }\nreturn null\n");

    begin(
        engine, deploy("workflow parent\nx = call child(n: \"%s\")\n".formatted("a".repeat(400))));

    assertEquals("PayloadTooLarge", error("p").name());
    assertEquals("the input has 409 bytes; at most 300 are accepted", error("p").message());
    assertTrue(store.meta("p.x@1").isEmpty());
  }

  /// A host began it and died before it could say so; since then the workflow has changed, so that
  /// it would refuse the input.
  @Test
  void findsTheChildThatALostHostHasBegun() {
    Engine engine = engine("one");
    String first = deploy(CHILD);
    engine.enqueue("p", deploy(PARENT), Value.Fields.EMPTY);
    assertEquals(new Input.ChildStarted("x@1", first), kin("dead").start(START, parent()));
    deploy("workflow child\ninput { n: string }\nreturn null\n");

    settle(engine);
    go(engine);
    settle(engine);

    assertEquals(Optional.of(new Value.Text("work")), state("p").result());
    assertEquals(List.of("work#1"), handler.calls().stream().filter("work#1"::equals).toList());
  }

  /// With other defaults its input would be another one.
  @Test
  void findsItAlthoughTheDefaultsHaveChanged() {
    Engine engine = engine("one");
    String first = deploy("workflow child\ninput { n: int\n more: int = 1 }\nreturn input.more\n");
    engine.enqueue("p", deploy(PARENT), Value.Fields.EMPTY);
    assertEquals(new Input.ChildStarted("x@1", first), kin("dead").start(START, parent()));
    deploy("workflow child\ninput { n: int\n more: int = 2 }\nreturn input.more\n");

    settle(engine);

    assertEquals(Optional.of(new Value.Int(1)), state("p").result());
  }

  @Test
  void findsItAlthoughTheWorkflowIsGone() {
    Engine engine = engine("one");
    deploy(CHILD);
    engine.enqueue("p", deploy(PARENT), Value.Fields.EMPTY);
    kin("dead").start(START, parent());
    live.remove("child");

    settle(engine);

    assertEquals(Status.WAITING, state("p").status());
  }

  @Test
  void takesAnotherHostsChildForItsOwnOnceOnly() {
    engine("one");
    deploy(CHILD);
    engines.getFirst().enqueue("p", deploy(PARENT), Value.Fields.EMPTY);
    Kin late = kin("late");

    Input begun = kin("quick").start(START, parent());

    assertEquals(begun, late.start(START, parent()));
    var foreign = new Parent("p", "another incarnation", "x@1", false, 1);
    assertEquals(
        new Input.ChildRefused(
            "x@1",
            "NameTaken",
            "the name p.x@1 is taken by an execution of child, which was begun by another call:"
                + " x@1 of p (%s)".formatted(meta("p").id())),
        late.start(START, foreign));
  }

  @Test
  void refusesANameThatSomebodyElseHas() {
    Engine engine = engine("one");
    engine.enqueue("p.x@1", deploy(CHILD), SEVEN);

    begin(engine, deploy(PARENT));

    assertEquals("NameTaken", error("p").name());
    assertEquals(
        "the name p.x@1 is taken by an execution of child, which no workflow has begun",
        error("p").message());
    assertEquals(Status.WAITING, state("p.x@1").status());
  }

  @Test
  void startsWhatOutlivesItOnceAndTakesNoStrangerForIt() {
    Engine engine = engine("one");
    String version = deploy("workflow parent\nx = start child(n: 7)\nreturn x.id\n");
    String first = deploy(CHILD);
    engine.enqueue("p", version, Value.Fields.EMPTY);
    var start = new Command.StartChild("x@1", "p.x@1", "child", START.input(), true);
    var by = new Parent("p", meta("p").id(), "x@1", true, 1);
    assertEquals(new Input.ChildStarted("x@1", first), kin("dead").start(start, by));
    live.remove("child");
    engine.enqueue("q", version, Value.Fields.EMPTY);
    engine.enqueue("q.x@1", first, SEVEN);

    settle(engine);

    assertEquals(Optional.of(new Value.Text("p.x@1")), state("p").result());
    assertEquals("NameTaken", error("q").name());
  }

  @Test
  void tellsNobodyOfTheEndOfWhatWasStarted() {
    Engine engine = engine("one");
    deploy(CHILD);
    begin(engine, deploy("workflow parent\nx = start child(n: 7)\nwait for never timeout 1d\n"));

    go(engine);
    settle(engine);

    assertTrue(meta("p.x@1").endedAt().isPresent());
    assertEquals(0, meta("p").inboxVersion());
  }

  @Test
  void stopsAChildThatRestsWithFailedUndosOnceTheyAreMended() {
    Engine engine = engine("one");
    broken.add("undo work");
    deploy(
        """
        workflow child
        input { n: int }
        scope {
          step test.do(what: "work") compensate test.do(what: "undo work")
          rollback
        }
        wait for go timeout 10d
        step test.do(what: "never")
        """);
    begin(engine, deploy(PARENT));
    assertEquals(Status.COMPENSATION_FAILED, state("p.x@1").status());
    assertEquals(Status.WAITING, state("p").status());

    engine.cancel("p", "no more");
    settle(engine);
    assertEquals(Status.COMPENSATION_FAILED, state("p.x@1").status());
    assertTrue(meta("p.x@1").endedAt().isPresent());
    assertEquals(Status.WAITING, state("p").status());
    broken.clear();
    engine.redrive("p.x@1", "mended");
    settle(engine);

    assertEquals(Status.CANCELLED, state("p.x@1").status());
    assertEquals(Status.CANCELLED, state("p").status());
  }

  @Test
  void waitsForAChildWhoseErrorIsHeldUpByFailedUndos() {
    Engine engine = engine("one");
    broken.addAll(Set.of("undo work", "more"));
    deploy(
        """
        workflow child
        input { n: int }
        step test.do(what: "work") compensate test.do(what: "undo work")
        step test.do(what: "more")
        """);
    begin(engine, deploy(PARENT));
    engine.cancel("p", "no more");
    settle(engine);
    assertEquals(Status.WAITING, state("p").status());

    broken.clear();
    engine.redrive("p.x@1", "mended");
    settle(engine);

    assertEquals(Status.FAILED, state("p.x@1").status());
    assertEquals(Status.CANCELLED, state("p").status());
  }

  @Test
  void cancelsAgainWhereTheInboxOfTheChildWasFull() {
    Engine engine = engine("one");
    begin(engine);
    fill("p.x@1");
    engine.cancel("p", "enough");
    resume(engine, "p");
    assertEquals(Optional.of(time.instant().plusSeconds(1)), meta("p").due());

    settle(engine);
    assertEquals(Status.WAITING, state("p.x@1").status());
    time.advance(Duration.ofSeconds(1));
    settle(engine);

    assertEquals(Status.CANCELLED, state("p.x@1").status());
    assertEquals(Status.CANCELLED, state("p").status());
  }

  @Test
  void cancelsNobodyElseOfThatName() {
    Engine engine = engine("one");
    engine.enqueue("p", deploy(PARENT), Value.Fields.EMPTY);
    engine.enqueue("p.x@1", deploy(CHILD), SEVEN);

    var answer = kin("one").cancel(new Command.CancelChild("x@1", "p.x@1", "enough"), parent());

    assertEquals(new Input.ChildTold("x@1", true), answer);
    assertEquals(List.of(), meta("p.x@1").pending());
  }

  @Test
  void keepsItsEndForAParentWhoseInboxIsFull() {
    Engine engine = engine("one");
    begin(engine);
    fill("p");
    go(engine);
    resume(engine, "p.x@1");
    assertEquals(Status.SUCCEEDED, state("p.x@1").status());
    assertEquals(Optional.empty(), meta("p.x@1").endedAt());
    assertEquals(Optional.empty(), meta("p.x@1").lease());
    assertEquals(Optional.of(time.instant().plusSeconds(1)), meta("p.x@1").due());
    time.advance(Duration.ofSeconds(1));
    resume(engine, "p.x@1"); // still full
    assertEquals(Optional.of(time.instant().plusSeconds(2)), meta("p.x@1").due());

    settle(engine);
    time.advance(Duration.ofSeconds(2));
    settle(engine);

    assertEquals(Status.SUCCEEDED, state("p").status());
    assertTrue(meta("p.x@1").endedAt().isPresent());
  }

  @Test
  void tellsItInPlaceAsSoonAsThereIsRoom() {
    Engine engine = engine("one");
    begin(engine);
    fill("p");
    go(engine);
    Engine holder = engine(patient(ports("holder", programs)), draft -> {});
    CompletableFuture<Departure> departure =
        ((Resumption.Running) holder.resume("p.x@1")).departure();
    resume(engine, "p");

    while (!departure.isDone()) {
      time.advance(Duration.ofSeconds(1));
      Thread.onSpinWait();
    }

    assertEquals(new Departure.Ended(Status.SUCCEEDED), departure.join());
    settle(engine);
    assertEquals(Status.SUCCEEDED, state("p").status());
  }

  @Test
  void endsWhereTheParentWasTerminated() {
    Engine engine = engine("one");
    begin(engine);
    engine.terminate("p", "away");
    settle(engine);
    assertEquals(Status.WAITING, state("p.x@1").status());

    go(engine);
    settle(engine);

    assertEquals(Status.SUCCEEDED, state("p.x@1").status());
    assertTrue(meta("p.x@1").endedAt().isPresent());
    assertEquals(Status.TERMINATED, state("p").status());
  }

  @Test
  void raisesWhereTheChildWasTerminated() {
    Engine engine = engine("one");
    begin(engine);

    engine.terminate("p.x@1", "away");
    settle(engine);

    assertEquals("ChildTerminated", error("p").name());
    assertEquals(List.of("before#1", "work#1", "undo before#1"), handler.calls());
  }

  @Test
  void letsWorkflowsCallEachOtherOnlySoDeep() {
    Engine engine = engine("a");
    begin(engine, deploy("workflow again\nx = call again()\nreturn x\n"));

    assertEquals(Status.FAILED, state("p").status());
    assertEquals("LimitExceeded", error("p").name());
    assertEquals(Parent.DEEPEST + 1, engine.list(Query.newest(1_000)).executions().size());
  }

  /// So many at once would take longer than a lease.
  @Test
  void asksItsKinInSmallGroups() {
    Engine engine = engine("a");
    begin(engine);
    Kinship kinship = new Kinship();
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < 170; i++) {
      var start =
          new Command.StartChild("x@" + i, "p.x@" + i, "child", (Value.Fields) SEVEN, false);
      kinship.start(start, state("p"), new Backlog(), effects);
    }

    assertEquals(50, effects.size());
    assertTrue(kinship.isAsking());
    assertFalse(kinship.isDue(time.instant()));
  }

  @Test
  void beginsAndCancelsManyChildren() {
    Engine engine = engine("a");
    deploy("workflow child\ninput { n: int }\nwait for go timeout 10d\nreturn input.n\n");
    begin(
        engine,
        deploy(
            """
            workflow parent
            xs = for n in lists.range(170) parallel 200 {
              x = call child(n: n)
              yield x
            }
            return size(xs)
            """));
    assertEquals(171, engine.list(Query.newest(1_000)).executions().size());

    engine.cancel("p", "enough");
    settle(engine);

    assertEquals(Status.CANCELLED, state("p").status());
    assertEquals(
        0,
        engine.list(Query.newest(1_000)).executions().stream()
            .filter(one -> one.endedAt().isEmpty())
            .count());
  }

  @Test
  void keepsAChildThatRestsForAsLongAsItsParentWaits() {
    broken.add("undo work");
    Engine engine =
        engine(
            patient(ports("a", programs)),
            draft -> {
              draft.inPlace = Duration.ZERO;
              draft.retention = Optional.of(Duration.ofDays(1));
            });
    begin(engine);
    engine.cancel("p.x@1", "no more");
    settle(engine);
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofDays(1));
      settle(engine);
    }

    assertEquals(Status.COMPENSATION_FAILED, state("p.x@1").status());
    assertEquals(Status.WAITING, state("p").status());
  }

  @Test
  void doesNotWaitForAChildThatIsGone() {
    Engine engine = engine("a");
    begin(engine);

    kin("b").cancel(new Command.CancelChild("x@1", "nobody", "its time is over"), parent());
    settle(engine);

    assertEquals("ChildTerminated", error("p").name());
  }
}
