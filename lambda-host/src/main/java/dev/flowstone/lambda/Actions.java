package dev.flowstone.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.Refused;
import dev.flowstone.lambda.request.Request;
import dev.flowstone.lambda.request.RequestReader;
import dev.flowstone.lambda.wake.Sweeper;
import dev.flowstone.lambda.watch.JsonLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Does what is asked, in whatever event it came.
final class Actions {
  private final Engine engine;
  private final Executions executions;
  private final Workflows workflows;
  private final Sweeper sweeper;
  private final InstantSource clock;
  private final Duration longestWait;
  private final Duration margin;
  private final JsonLog log;

  Actions(
      Engine engine,
      Executions executions,
      Workflows workflows,
      Sweeper sweeper,
      InstantSource clock,
      Configuration configuration,
      JsonLog log) {
    this.engine = engine;
    this.executions = executions;
    this.workflows = workflows;
    this.sweeper = sweeper;
    this.clock = clock;
    this.longestWait = configuration.maxWait();
    this.margin = configuration.margin();
    this.log = log;
  }

  /// Reads and does a request. Nothing that goes wrong leaves as an exception.
  Answer perform(Value.Fields request, Invocation invocation) {
    return switch (RequestReader.read(request, invocation.delivery())) {
      case RequestReader.Reading.Bad(String problem) ->
          Answer.refused(Refused.BAD_REQUEST, problem);
      case RequestReader.Reading.Ok(Request read) -> guarded(read, invocation);
    };
  }

  private Answer guarded(Request request, Invocation invocation) {
    try {
      return perform(request, invocation);
    } catch (StoreUnavailable e) {
      log.log(
          Level.WARNING,
          "the store did not answer",
          Map.of("delivery", invocation.delivery(), "action", action(request)),
          e);
      return Answer.refused(
          Refused.UNAVAILABLE,
          "the store did not answer: whether it was done is not known",
          "send the same request again");
    } catch (RuntimeException e) {
      log.log(
          Level.ERROR,
          "a request failed: a bug",
          Map.of("delivery", invocation.delivery(), "action", action(request)),
          e);
      return Answer.refused(Refused.INTERNAL, "the host has a bug; its log tells more");
    }
  }

  private static String action(Request request) {
    return request.getClass().getSimpleName();
  }

  private Answer perform(Request request, Invocation invocation) {
    return switch (request) {
      case Request.Start start -> start(start, invocation);
      case Request.Describe(String name) -> executions.describe(name);
      case Request.ListExecutions list -> executions.list(list);
      case Request.History history -> executions.history(history);
      case Request.Signal(var name, var signal, var payload, var key) ->
          executions.sent(engine.signal(name, signal, payload, key), invocation);
      case Request.Callback(String token, var answer) ->
          executions.sent(engine.callback(token, answer), invocation);
      case Request.Cancel(String name, String reason) ->
          executions.sent(engine.cancel(name, reason), invocation);
      case Request.Terminate(String name, String reason) ->
          executions.sent(engine.terminate(name, reason), invocation);
      case Request.Redrive(String name, String reason) ->
          executions.sent(engine.redrive(name, reason), invocation);
      case Request.Pause(String name, String reason) ->
          executions.sent(engine.pause(name, reason), invocation);
      case Request.Resume resume -> executions.resume(resume, invocation);
      case Request.Upload upload -> workflows.upload(upload, invocation.by());
      case Request.Workflows(var workflow) -> workflows.list(workflow);
      case Request.MoveAlias move -> workflows.move(move, invocation.by());
      case Request.Handlers() -> workflows.handlers();
      case Request.Sweep() -> sweep();
      case Request.Wake wake -> executions.wake(wake, invocation);
    };
  }

  private Answer start(Request.Start start, Invocation invocation) {
    return switch (workflows.find(start.workflow(), start.program())) {
      case Workflows.Found.None(String problem) -> Answer.refused(Refused.NOT_FOUND, problem);
      case Workflows.Found.One(String version) ->
          executions.start(
              start.name(),
              version,
              start.input(),
              patience(start.patience().orElse(Duration.ZERO), invocation.deadline()),
              invocation);
    };
  }

  /// No longer than the host allows, and than the invocation has.
  private Duration patience(Duration asked, Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline.minus(margin));
    Duration most = left.compareTo(longestWait) < 0 ? left : longestWait;
    Duration patience = asked.compareTo(most) < 0 ? asked : most;
    return patience.isNegative() ? Duration.ZERO : patience;
  }

  private Answer sweep() {
    Sweeper.Swept swept = sweeper.sweep();
    return Answer.ok(
        new Document()
            .put("due", swept.due())
            .put("hinted", swept.hinted())
            .put("purged", swept.purged())
            .value());
  }
}
