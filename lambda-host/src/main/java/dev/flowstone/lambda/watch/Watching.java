package dev.flowstone.lambda.watch;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Observer;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.lambda.watch.Metrics.Metric;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Turns what executions do on this host into log lines, metrics, status events and spans. None of
/// them holds a payload.
public final class Watching implements Observer {
  private static final String PARKED = "PARKED";

  private final JsonLog log;
  private final Metrics metrics;
  private final Tracing tracing;
  private final Optional<StatusEvents> events;
  private final Map<String, Arrival> here = new ConcurrentHashMap<>();

  /// What an execution was when this host took it on, and the handler of each of its steps.
  private record Arrival(String workflow, State state, Map<String, String> handlers) {}

  public Watching(JsonLog log, Metrics metrics, Tracing tracing, Optional<StatusEvents> events) {
    this.log = log;
    this.metrics = metrics;
    this.tracing = tracing;
    this.events = events;
  }

  @Override
  public void created(Meta meta) {
    metrics.ofWorkflow(meta.workflow(), Metric.EXECUTIONS_STARTED);
    log.log(
        Level.INFO,
        "execution started",
        Map.of(
            "execution", meta.name(),
            "execution_id", meta.id(),
            "workflow", meta.workflow(),
            "version", meta.version()));
    tell(meta, Status.RUNNING.name(), Optional.empty());
  }

  /// The engine logs why.
  @Override
  public void unreadable(Meta meta) {
    metrics.ofWorkflow(meta.workflow(), Metric.EXECUTIONS_PARKED);
    tell(meta, PARKED, Optional.of(meta.status()));
  }

  private void tell(Meta meta, String status, Optional<String> previous) {
    events.ifPresent(bus ->
        bus.send(
            new StatusEvents.Change(
                meta.name(),
                meta.id(),
                meta.workflow(),
                meta.version(),
                status,
                previous,
                meta.createdAt(),
                Optional.empty())));
  }

  @Override
  public void arrived(String name, Program program, State state) {
    Map<String, String> handlers = new HashMap<>();
    program.calls().forEach(call -> handlers.put(call.id(), call.handler()));
    here.put(name, new Arrival(program.workflow(), state, handlers));
  }

  @Override
  public void progressed(String name, List<HistoryEntry> history, State state) {
    history.forEach(entry -> entry(name, entry, state));
  }

  private void entry(String name, HistoryEntry entry, State state) {
    switch (entry) {
      case HistoryEntry.AttemptFailed e -> {
        String handler = handler(name, e.step());
        metrics.ofHandler(handler, Metric.STEP_ATTEMPTS);
        metrics.ofHandler(handler, Metric.STEP_FAILURES);
        Map<String, Object> fields = fields(state, e.step());
        fields.put("handler", handler);
        fields.put("attempt", e.attempt());
        fields.put("error", e.error());
        fields.put("took_ms", e.took().toMillis());
        e.retryAt().ifPresent(at -> fields.put("retry_at", at.toString()));
        log.log(Level.WARNING, "attempt failed", fields);
      }
      case HistoryEntry.StepSucceeded e -> {
        String handler = handler(name, e.step());
        metrics.ofHandler(handler, Metric.STEP_ATTEMPTS);
        metrics.ofHandler(handler, Metric.STEP_DURATION, e.took());
        Map<String, Object> fields = fields(state, e.step());
        fields.put("handler", handler);
        fields.put("attempt", e.attempts());
        fields.put("took_ms", e.took().toMillis());
        log.log(Level.DEBUG, "step succeeded", fields);
      }
      case HistoryEntry.TakenOver e when e.interrupted() ->
          log.log(Level.WARNING, "execution taken over from a host that died", fields(state));
      case HistoryEntry.Moved e -> {
        Map<String, Object> fields = fields(state);
        fields.put("version", e.version());
        log.log(Level.INFO, "execution moved to another version", fields);
      }
      case HistoryEntry.Redriven _ -> {
        log.log(Level.INFO, "execution reopened", fields(state));
        tell(state, Status.RUNNING.name(), previous(name), Optional.empty());
      }
      case HistoryEntry.Ended e -> {
        Map<String, Object> fields = fields(state);
        fields.put("status", e.status().name());
        e.error().ifPresent(error -> fields.put("error", error));
        fields.put("took_ms", e.took().toMillis());
        boolean well = e.status() == Status.SUCCEEDED;
        log.log(well ? Level.INFO : Level.WARNING, "execution ended", fields);
        ended(e.status()).ifPresent(metric -> metrics.ofWorkflow(workflow(state), metric));
      }
      case HistoryEntry.Started _,
          HistoryEntry.TakenOver _,
          HistoryEntry.AttemptStarted _,
          HistoryEntry.StepFailed _,
          HistoryEntry.WaitStarted _,
          HistoryEntry.WaitEnded _,
          HistoryEntry.Heartbeat _,
          HistoryEntry.SignalReceived _,
          HistoryEntry.SignalUnused _,
          HistoryEntry.MessageRefused _,
          HistoryEntry.Raised _,
          HistoryEntry.UnwindingStarted _,
          HistoryEntry.RolledBack _,
          HistoryEntry.Committed _,
          HistoryEntry.Caught _,
          HistoryEntry.BranchEnded _,
          HistoryEntry.PolledInVain _,
          HistoryEntry.ChildRequested _,
          HistoryEntry.ChildStarted _,
          HistoryEntry.ChildOverdue _,
          HistoryEntry.ChildEnded _,
          HistoryEntry.Paused _,
          HistoryEntry.Resumed _,
          HistoryEntry.StopRequested _,
          HistoryEntry.Terminated _ -> {}
    }
  }

  private static Optional<Metric> ended(Status status) {
    return switch (status) {
      case SUCCEEDED -> Optional.of(Metric.EXECUTIONS_SUCCEEDED);
      case FAILED -> Optional.of(Metric.EXECUTIONS_FAILED);
      case TIMED_OUT -> Optional.of(Metric.EXECUTIONS_TIMED_OUT);
      case CANCELLED -> Optional.of(Metric.EXECUTIONS_CANCELLED);
      case TERMINATED -> Optional.of(Metric.EXECUTIONS_TERMINATED);
      case COMPENSATION_FAILED -> Optional.of(Metric.COMPENSATIONS_FAILED);
      case RUNNING, WAITING, PAUSED -> Optional.empty();
    };
  }

  @Override
  public void ending(String name, State state) {
    tell(state, state.status().name(), previous(name), Optional.of(state.time()));
  }

  @Override
  public Attempt attempting(StepContext.Identity attempt, String handler) {
    return tracing.attempting(attempt, handler);
  }

  @Override
  public void departed(String name, Departure departure) {
    Arrival arrival = here.remove(name);
    if (arrival == null) {
      return;
    }
    State state = arrival.state();
    switch (departure) {
      case Departure.Parked(int tries) -> {
        metrics.ofWorkflow(arrival.workflow(), Metric.EXECUTIONS_PARKED);
        Map<String, Object> fields = identity(state, arrival.workflow());
        fields.put("tries", tries);
        log.log(Level.ERROR, "execution parked: its hosts died too often", fields);
        events.ifPresent(bus ->
            bus.send(
                change(
                    state,
                    arrival.workflow(),
                    PARKED,
                    Optional.of(state.status().name()),
                    Optional.empty())));
      }
      case Departure.Broken _ ->
          log.log(
              Level.ERROR,
              "execution cannot go on here: a bug",
              identity(state, arrival.workflow()));
      case Departure.StoreLost _ ->
          log.log(Level.ERROR, "the store did not answer", identity(state, arrival.workflow()));
      case Departure.Abandoned _ ->
          log.log(
              Level.WARNING,
              "execution left while attempts were running",
              identity(state, arrival.workflow()));
      case Departure.Fenced _ ->
          log.log(
              Level.INFO,
              "execution taken over by another host",
              identity(state, arrival.workflow()));
      case Departure.Ended _, Departure.Waiting _, Departure.Stopped _ ->
          log.log(Level.DEBUG, "execution let go of", identity(state, arrival.workflow()));
    }
  }

  private void tell(
      State state, String status, Optional<String> previous, Optional<Instant> endedAt) {
    events.ifPresent(bus -> bus.send(change(state, workflow(state), status, previous, endedAt)));
  }

  private static StatusEvents.Change change(
      State state,
      String workflow,
      String status,
      Optional<String> previous,
      Optional<Instant> endedAt) {
    return new StatusEvents.Change(
        state.name(),
        state.id(),
        workflow,
        state.identity().version(),
        status,
        previous,
        state.identity().startedAt(),
        endedAt);
  }

  private Optional<String> previous(String name) {
    return Optional.ofNullable(here.get(name)).map(arrival -> arrival.state().status().name());
  }

  private String workflow(State state) {
    Arrival arrival = here.get(state.name());
    return arrival == null ? "" : arrival.workflow();
  }

  private String handler(String name, String step) {
    Arrival arrival = here.get(name);
    String written = step.substring(step.lastIndexOf('/') + 1); // without its branches and loops
    return arrival == null ? "" : arrival.handlers().getOrDefault(written, "");
  }

  private Map<String, Object> fields(State state) {
    return identity(state, workflow(state));
  }

  private static Map<String, Object> identity(State state, String workflow) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("execution", state.name());
    fields.put("execution_id", state.id());
    fields.put("workflow", workflow);
    return fields;
  }

  private Map<String, Object> fields(State state, String step) {
    Map<String, Object> fields = fields(state);
    fields.put("step", step);
    return fields;
  }
}
