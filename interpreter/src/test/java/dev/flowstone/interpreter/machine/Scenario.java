package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// A workflow and a script of what happens to it. Its transcript is the script with what the
/// machine tells and commands after each line, indented.
///
/// The words: `start JSON`, `ok STEP JSON`, `fail STEP ERROR [certain|permanent]` (else its outcome
/// is unknown), `journal STEP`, `late STEP ATTEMPT`, `after DURATION`, `signal NAME JSON`,
/// `callback JSON`, `callback-fails ERROR MESSAGE`, `heartbeat`, `cancel`, `terminate`, `redrive`,
/// `pause`, `resume`, `child-started CALL`, `child-refused CALL ERROR MESSAGE`, `child-ends CALL
/// JSON`, `child-fails CALL STATUS ERROR`, `host lost`, `host changed`, `state`, and `move N` to
/// the version with that number, where a file has several workflows with lines of `--- or` between.
final class Scenario {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Program> versions;
  private final List<String> script;
  private final BiConsumer<Event, State> observer;
  private final List<String> transcript = new ArrayList<>();
  private Program program;
  private Optional<State> state = Optional.empty();
  private Instant now = START;
  private int keys;

  private Scenario(List<Program> versions, List<String> script, BiConsumer<Event, State> observer) {
    this.versions = versions;
    this.program = versions.getFirst();
    this.script = script;
    this.observer = observer;
  }

  /// The workflow of a scenario file, or the first of them, compiled.
  static Program program(String file) {
    return versions(file).getFirst();
  }

  private static List<Program> versions(String file) {
    return Stream.of(file.substring(0, separator(file)).split("\n--- or\n"))
        .map(Scenario::compiled)
        .toList();
  }

  private static Program compiled(String text) {
    var parsed = TextParser.parse(new SourceText("scenario.flow", text));
    var workflow = parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics()));
    var compilation = Compiler.compile(workflow, Analysis.of(workflow));
    var program =
        compilation
            .program()
            .orElseThrow(
                () -> new AssertionError(parsed.diagnostics() + " " + compilation.diagnostics()));
    return text.contains("every step of this scenario is \"at most once\"")
        ? atMostOnce(program)
        : program;
  }

  /// The clause is not compiled yet, but the machine knows it.
  private static Program atMostOnce(Program program) {
    return new Program(
        program.format(),
        program.semantics(),
        program.workflow(),
        program.input(),
        program.defaults(),
        program.output(),
        program.signals(),
        program.timeout(),
        program.code().stream().map(Scenario::atMostOnce).toList());
  }

  private static Instruction atMostOnce(Instruction instruction) {
    if (instruction instanceof Instruction.Step(var variable, HandlerCall call, var compensate)) {
      var once =
          new HandlerCall(
              call.id(),
              call.handler(),
              call.arguments(),
              call.retry(),
              true,
              call.timeout(),
              call.heartbeat());
      return new Instruction.Step(variable, once, compensate);
    }
    return instruction;
  }

  /// Runs a scenario file; the result is the file as it should be. `observer` sees every event and
  /// the state after it.
  static String run(String file, BiConsumer<Event, State> observer) {
    var head = file.substring(0, separator(file));
    var script = file.substring(separator(file)).lines().filter(l -> !l.startsWith(" ")).toList();
    var scenario = new Scenario(versions(file), script, observer);
    scenario.play();
    return head + String.join("\n", scenario.transcript) + "\n";
  }

  private static int separator(String file) {
    int at = file.indexOf("\n---\n");
    if (at < 0) {
      throw new AssertionError("a scenario has a workflow, a line of ---, and a script");
    }
    return at + 1;
  }

  private void play() {
    for (var line : script) {
      transcript.add(line);
      if (!line.isBlank() && !line.startsWith("#") && !line.equals("---")) {
        execute(line.split(" ", 4), line);
      }
    }
  }

  private void execute(String[] words, String line) {
    switch (words[0]) {
      case "start" -> start(rest(line, 1));
      case "ok" ->
          apply(
              new Event.AttemptSucceeded(
                  now,
                  call(words[1]).id(),
                  call(words[1]).attempt(),
                  json(rest(line, 2)),
                  Duration.ZERO));
      case "fail" -> fail(words[1], words[2], words.length > 3 ? words[3] : "unknown");
      case "journal" ->
          apply(new Event.AttemptStarted(now, call(words[1]).id(), call(words[1]).attempt()));
      case "late" ->
          apply(
              new Event.AttemptSucceeded(
                  now, words[1], Integer.parseInt(words[2]), Value.Null.NULL, Duration.ZERO));
      case "after" -> after(TimeText.parseDuration(words[1]).orElseThrow());
      case "signal" -> deliver(new Message.Signal(words[1], json(rest(line, 2))));
      case "callback" -> deliver(new Message.CallbackSucceeded(awaitId(), json(rest(line, 1))));
      case "callback-fails" ->
          deliver(new Message.CallbackFailed(awaitId(), words[1], rest(line, 2), Optional.empty()));
      case "heartbeat" -> deliver(new Message.CallbackHeartbeat(awaitId()));
      case "cancel" -> deliver(new Message.Cancel("enough"));
      case "terminate" -> deliver(new Message.Terminate("at once"));
      case "pause" -> deliver(new Message.Pause("a moment"));
      case "resume" -> deliver(new Message.Resume("go on"));
      case "child-started" -> apply(new Event.ChildStarted(now, child(words[1]).id(), "v7"));
      case "child-refused" ->
          apply(new Event.ChildRefused(now, child(words[1]).id(), words[2], rest(line, 3)));
      case "child-ends" ->
          deliver(
              new Message.ChildEnded(
                  child(words[1]).id(), "id-7", new ChildEnd.Succeeded(json(rest(line, 2)))));
      case "child-fails" ->
          deliver(
              new Message.ChildEnded(
                  child(words[1]).id(),
                  "id-7",
                  new ChildEnd.Otherwise(
                      Status.valueOf(words[2]), Fault.of(words[3], "as asked"))));
      case "move" -> move(Integer.parseInt(words[1]));
      case "redrive" -> deliver(new Message.Redrive("again"));
      case "host" ->
          apply(
              new Event.Activated(
                  now, state.orElseThrow().epoch() + 1, "host", words[1].equals("lost"), 1));
      case "state" -> tell(Telling.state(program, state.orElseThrow()));
      default -> throw new AssertionError("not a word of scenarios: " + line);
    }
  }

  private void move(int number) {
    var version = "v" + number;
    deliver(new Message.Move(version, versions.get(number - 1), "as asked"));
    if (state.orElseThrow().identity().version().equals(version)) {
      program = versions.get(number - 1);
    }
  }

  private void start(String input) {
    var started =
        new Event.Started(
            now,
            "it",
            "id-1",
            "v1",
            Semantics.NEWEST,
            json(input),
            "secret",
            "http://localhost/callback/",
            Optional.empty());
    tell(Machine.start(program, started));
    observer.accept(started, state.orElseThrow());
  }

  private void fail(String step, String error, String how) {
    var failure =
        new Event.Failure(
            error, "as asked", Optional.empty(), how.equals("permanent"), !how.equals("unknown"));
    apply(
        new Event.AttemptFailed(
            now, call(step).id(), call(step).attempt(), failure, 0.5, Duration.ZERO));
  }

  /// Time passes: every timer that comes due fires at its time.
  private void after(Duration duration) {
    var until = now.plus(duration);
    while (!state.orElseThrow().timers().isEmpty()
        && !state.orElseThrow().timers().getFirst().due().isAfter(until)) {
      var timer = state.orElseThrow().timers().getFirst();
      now = timer.due().isAfter(now) ? timer.due() : now;
      apply(new Event.TimerFired(now, timer.key(), timer.due()));
    }
    now = until;
  }

  private void deliver(Message message) {
    apply(new Event.Delivered(now, "key" + keys++, now, message));
  }

  private Call call(String step) {
    return state.orElseThrow().fibers().stream()
        .flatMap(f -> f.activity().inProgress().stream())
        .filter(c -> c.id().equals(step) || c.shown().equals(step))
        .findFirst()
        .orElseThrow(() -> new AssertionError(step + " is not in progress: " + state));
  }

  private ChildCall child(String call) {
    return state.orElseThrow().fibers().stream()
        .flatMap(f ->
            f.activity() instanceof Activity.Delegating(ChildCall child)
                ? Stream.of(child)
                : Stream.empty())
        .filter(c -> CallSite.shown(c.id()).equals(call))
        .findFirst()
        .orElseThrow(() -> new AssertionError(call + " is not in progress: " + state));
  }

  private String awaitId() {
    return Integer.toString(state.orElseThrow().counters().waits());
  }

  private void apply(Event event) {
    var before = state.orElseThrow();
    var transition = Machine.step(program, before, event);
    observer.accept(event, transition.state());
    if (transition.state().equals(before)) {
      tell(List.of("nothing"));
    } else {
      tell(transition);
    }
  }

  private void tell(Transition transition) {
    state = Optional.of(transition.state());
    transition.history().stream()
        .flatMap(e -> Telling.entry(START, e).stream())
        .forEach(this::tellLine);
    transition.commands().stream().map(Telling::command).forEach(this::tellLine);
  }

  private void tell(List<String> lines) {
    lines.forEach(this::tellLine);
  }

  private void tellLine(String line) {
    transcript.add("    " + line);
  }

  /// What follows the first words of a line.
  private static String rest(String line, int words) {
    var parts = line.split(" ", words + 1);
    return parts.length > words ? parts[words] : "null";
  }

  private static Value json(String text) {
    return switch (ValueJson.parse(text)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed malformed -> throw new AssertionError(malformed.describe());
    };
  }
}
