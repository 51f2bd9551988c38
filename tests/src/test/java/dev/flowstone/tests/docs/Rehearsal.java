package dev.flowstone.tests.docs;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Semantics;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Timer;
import dev.flowstone.interpreter.machine.Transition;
import dev.flowstone.interpreter.machine.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Plays a [Story]: the machine under a clock that jumps to whatever comes next.
final class Rehearsal {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(10);

  private record End(
      Instant at, String call, int attempt, Story.Answer answer, Command.Invoke of) {}

  private final Map<String, Program> programs;
  private final Program program;
  private final Story story;
  private final List<End> ends = new ArrayList<>();
  private final Set<String> begun = new HashSet<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final List<Value> steps = new ArrayList<>();
  private final Instant start;
  private Instant now;
  private State state;

  private Rehearsal(
      Map<String, Program> programs, Program program, Story story, Instant start, Value input) {
    this.programs = programs;
    this.program = program;
    this.story = story;
    this.start = start;
    this.now = start;
    Event.Started started =
        new Event.Started(
            start,
            "example",
            "id-1",
            "v1",
            Semantics.NEWEST,
            input,
            "secret",
            "",
            Optional.empty());
    Transition first = Machine.start(program, started);
    this.state = first.state();
  }

  /// What came of it, by the names that a story expects things under.
  static Map<String, Value> play(Map<String, Program> programs, Program program, Story story) {
    return new Rehearsal(programs, program, story, START, story.input()).play();
  }

  private Map<String, Value> play() {
    apply(new Event.Activated(now, 1, "host", false, 7));
    for (Story.Happening happening : story.happenings()) {
      passUntil(now.plus(happening.after()));
      apply(new Event.Delivered(now, "key-" + state.hashCode(), now, message(happening)));
    }
    passUntil(Instant.MAX);
    Map<String, Value> all = new HashMap<>();
    all.put("status", new Value.Text(state.status().name()));
    all.put("result", state.result().map(Rehearsal::plain).orElse(Value.Null.NULL));
    all.put("steps", new Value.Items(steps));
    all.put("time", new Value.Text(TimeText.duration(Duration.between(start, now))));
    state
        .error()
        .ifPresent(fault -> {
          all.put("error", new Value.Text(fault.name()));
          all.put("message", new Value.Text(fault.message()));
          all.put("data", fault.data().orElse(Value.Null.NULL));
        });
    return all;
  }

  /// As it leaves: durations and timestamps are text.
  private static Value plain(Value value) {
    ValueJson.Rendered.Ok json = (ValueJson.Rendered.Ok) ValueJson.render(value);
    return ((ValueJson.Parsed.Ok) ValueJson.parse(json.json())).value();
  }

  private void apply(Event event) {
    state = Machine.step(program, state, event).state();
  }

  private void passUntil(Instant limit) {
    while (true) {
      perform();
      Optional<End> end = ends.stream().min(Comparator.comparing(End::at));
      Optional<Timer> timer = state.timers().stream().findFirst();
      boolean ending =
          end.isPresent() && (timer.isEmpty() || !end.get().at().isAfter(timer.get().due()));
      Optional<Instant> next = ending ? end.map(End::at) : timer.map(Timer::due);
      if (next.isEmpty() || next.get().isAfter(limit)) {
        break;
      }
      now = next.get().isAfter(now) ? next.get() : now;
      if (ending) {
        ends.remove(end.get());
        ended(end.get());
      } else {
        apply(new Event.TimerFired(now, timer.get().key(), timer.get().due()));
      }
    }
    now = limit.equals(Instant.MAX) ? now : limit;
  }

  private void perform() {
    for (Command command : state.outstanding(program)) {
      switch (command) {
        case Command.Invoke invoke -> {
          if (invoke.journalStart()) {
            apply(new Event.AttemptStarted(now, invoke.call(), invoke.attempt()));
            perform();
            return;
          } else if (begun.add(invoke.call() + "#" + invoke.attempt())) {
            begin(invoke);
          }
        }
        case Command.StartChild child -> {
          if (begun.add(child.call())) {
            begin(child);
            perform();
            return;
          }
        }
        case Command.CancelChild child -> throw new AssertionError(story + ": " + child);
        case Command.Interrupt(String call, int attempt) ->
            ends.replaceAll(end ->
                end.call().equals(call) && end.attempt() == attempt
                    ? new End(now, call, attempt, new Story.Answer.Hangs(), end.of())
                    : end);
      }
    }
  }

  /// A child is played on its own, in no time; nobody looks at what became of a detached one.
  private void begin(Command.StartChild child) {
    apply(new Event.ChildStarted(now, child.call(), "v1"));
    if (!child.detached()) {
      Program of = Objects.requireNonNull(programs.get(child.workflow()), child.workflow());
      Map<String, Value> end = new Rehearsal(programs, of, story, now, child.input()).play();
      ChildEnd success = new ChildEnd.Succeeded(end.getOrDefault("result", Value.Null.NULL));
      apply(
          new Event.Delivered(
              now,
              "end of " + child.call(),
              now,
              new Message.ChildEnded(child.call(), child.child(), success)));
    }
  }

  private void begin(Command.Invoke invoke) {
    Story.Given given = given(invoke);
    Instant timeout = now.plus(invoke.timeout().orElse(STEP_TIMEOUT));
    Instant at = now.plus(given.takes());
    boolean late = given.answer() instanceof Story.Answer.Hangs || at.isAfter(timeout);
    ends.add(
        new End(
            late ? timeout : at,
            invoke.call(),
            invoke.attempt(),
            late ? new Story.Answer.Hangs() : given.answer(),
            invoke));
  }

  /// The next answer of those for these arguments; the last one is used again.
  private Story.Given given(Command.Invoke invoke) {
    List<Story.Given> fitting =
        story.given(invoke.handler()).stream().filter(g -> g.isFor(invoke.input())).toList();
    if (fitting.isEmpty()) {
      throw new AssertionError(story + ": nothing is given for " + invoke);
    }
    String key = invoke.handler() + " " + fitting.getFirst().to();
    int index = used.merge(key, 1, Integer::sum) - 1;
    return fitting.get(Math.min(index, fitting.size() - 1));
  }

  private void ended(End end) {
    String id = end.call().replaceFirst("@\\d+$", "");
    switch (end.answer()) {
      case Story.Answer.Gives(Value result) -> {
        steps.add(new Value.Text(id));
        apply(new Event.AttemptSucceeded(now, end.call(), end.attempt(), result, Duration.ZERO));
      }
      case Story.Answer.Fails(String error, String message, var data, boolean permanent) ->
          failed(end, id, new Event.Failure(error, message, data, permanent, permanent));
      case Story.Answer.Hangs() ->
          failed(end, id, new Event.Failure("StepTimeout", "", Optional.empty(), false, false));
    }
  }

  private void failed(End end, String id, Event.Failure failure) {
    steps.add(new Value.Text(id + " fails"));
    apply(new Event.AttemptFailed(now, end.call(), end.attempt(), failure, 1, Duration.ZERO));
  }

  private Message message(Story.Happening happening) {
    return switch (happening.what()) {
      case "signal" -> new Message.Signal(happening.name(), happening.payload());
      case "callback" ->
          new Message.CallbackSucceeded(token(happening.name()), happening.payload());
      case "cancel" -> new Message.Cancel(happening.name());
      case "terminate" -> new Message.Terminate(happening.name());
      case "redrive" -> new Message.Redrive(happening.name());
      default -> throw new AssertionError(happening.what());
    };
  }

  /// The ordinal of the wait of this id: the middle of its token.
  private String token(String wait) {
    return state.waitingFor(program).stream()
        .filter(Waiting.Signal.class::isInstance)
        .map(Waiting.Signal.class::cast)
        .filter(open -> open.id().equals(wait))
        .map(open -> open.token().split("\\.", -1)[1])
        .findFirst()
        .orElseThrow(() -> new AssertionError(story + ": nothing waits as " + wait));
  }
}
