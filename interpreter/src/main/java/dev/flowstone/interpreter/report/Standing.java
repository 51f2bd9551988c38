package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.interpreter.store.ProgramStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How an execution stands, without its program: all that is told of it, wherever it runs.
///
/// `failedAt` is where its error came up, as far as that is known; `parent` is the execution that
/// has called or started it; `deaths` is how often its hosts died without any progress, so that it
/// rests until it is asked for; 0 where it does not. `redrivable` tells that a redrive would be
/// accepted.
public record Standing(
    String name,
    String id,
    String workflow,
    String version,
    Optional<String> parent,
    Status status,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<Value> result,
    Optional<Fault> error,
    Optional<SourcePlace> failedAt,
    List<Awaited> waitingFor,
    int deaths,
    boolean redrivable,
    Work work) {

  /// One thing that is waited for. `callbackUrl` and `sample`, a payload to be filled in, are those
  /// of a signal.
  public record Awaited(Waiting what, Optional<String> callbackUrl, Optional<Value> sample) {}

  /// What was done for it so far.
  public record Work(int steps, int attempts, long commits, Optional<Capacity> capacity) {}

  public Standing {
    waitingFor = List.copyOf(waitingFor);
  }

  /// Without the place of a failure.
  public static Standing of(Description description) {
    return of(description, Optional.empty());
  }

  /// With the place of a failure, from the sources in `programs`.
  public static Standing of(Description description, ProgramStore programs) {
    return of(description, SourcePlace.ofFailure(description, programs));
  }

  private static Standing of(Description description, Optional<SourcePlace> failedAt) {
    State state = description.state();
    State.Stats stats = state.stats();
    return new Standing(
        state.name(),
        state.id(),
        description.meta().workflow(),
        state.identity().version(),
        state.identity().parent().map(Parent::name),
        state.status(),
        state.identity().startedAt(),
        description.meta().endedAt(),
        state.result(),
        state.error(),
        failedAt,
        description.waitingFor().stream().map(each -> awaited(each, description)).toList(),
        description.parked() ? description.meta().tries() : 0,
        state.status().ended() && canBeRedriven(description),
        new Work(
            stats.steps(),
            stats.attempts(),
            description.meta().writes(),
            description.meta().capacity()));
  }

  private static boolean canBeRedriven(Description description) {
    return Machine.refusal(description.program(), description.state(), new Message.Redrive(""))
        .isEmpty();
  }

  private static Awaited awaited(Waiting waiting, Description description) {
    return switch (waiting) {
      case Waiting.Signal signal -> {
        String base = description.state().identity().callbackBase();
        var type = Optional.ofNullable(description.program().signals().get(signal.signal()));
        yield new Awaited(
            waiting, Optional.of(base + signal.token()), type.flatMap(SampleValue::of));
      }
      case Waiting.Attempt _,
          Waiting.Retry _,
          Waiting.Time _,
          Waiting.Poll _,
          Waiting.Child _,
          Waiting.Paused _,
          Waiting.Redrive _ ->
          new Awaited(waiting, Optional.empty(), Optional.empty());
    };
  }
}
