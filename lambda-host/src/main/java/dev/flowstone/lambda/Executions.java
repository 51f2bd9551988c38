package dev.flowstone.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.engine.Timers;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.report.TimelineDocument;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.Refused;
import dev.flowstone.lambda.request.Request;
import dev.flowstone.lambda.wake.Wakes;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Does what is asked of executions.
final class Executions {
  /// A wake that is early by no more than this is waited for in place.
  private static final Duration EARLY = Duration.ofSeconds(5);

  /// How often somebody who waits for an end has it looked for.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Engine engine;
  private final ProgramStore programs;
  private final Follower follower;
  private final Wakes wakes;
  private final InstantSource clock;
  private final Timers timers;
  private final Duration margin;
  private final JsonLog log;
  private final Metrics metrics;

  Executions(
      Engine engine,
      ProgramStore programs,
      Follower follower,
      Wakes wakes,
      InstantSource clock,
      Timers timers,
      Duration margin,
      JsonLog log,
      Metrics metrics) {
    this.engine = engine;
    this.programs = programs;
    this.follower = follower;
    this.wakes = wakes;
    this.clock = clock;
    this.timers = timers;
    this.margin = margin;
    this.log = log;
    this.metrics = metrics;
  }

  /// Starts an execution of a version; `patience` is how long the caller waits for its end.
  Answer start(String name, String version, Value input, Duration patience, Invocation invocation) {
    Instant until = clock.instant().plus(patience);
    boolean waits = invocation.awaited() && !patience.isZero();
    Start start;
    if (waits) {
      start = engine.start(name, version, input, invocation.shift(until));
    } else if (invocation.awaited()) {
      start = engine.enqueue(name, version, input);
    } else {
      start = engine.start(name, version, input, invocation.shift());
    }
    return switch (start) {
      case Start.Refused(String reason) -> Answer.refused(Refused.BAD_REQUEST, reason);
      case Start.Clash(Meta meta) ->
          Answer.refused(
              Refused.CONFLICT,
              "there is another execution of this name, of "
                  + meta.workflow()
                  + ", with another version or another input",
              "choose another name");
      case Start.Begun(Meta meta, CompletableFuture<Departure> run) -> {
        Optional<Departure> left =
            follower.follow(name, run, waits ? invocation.shift(until) : invocation.shift());
        yield started(name, true, waits, until, invocation, left);
      }
      case Start.Queued(Meta meta) -> {
        wakes.now(name);
        yield started(name, true, false, until, invocation, Optional.empty());
      }
      case Start.Existing(Meta meta) -> {
        boolean left = meta.lease().isEmpty() && due(meta, clock.instant());
        if (left) {
          wakes.now(name);
        }
        yield started(name, false, waits, until, invocation, Optional.empty());
      }
    };
  }

  private static boolean due(Meta meta, Instant now) {
    return meta.due().filter(due -> !due.isAfter(now)).isPresent();
  }

  private Answer started(
      String name,
      boolean created,
      boolean waits,
      Instant until,
      Invocation invocation,
      Optional<Departure> left) {
    Optional<Description> standing =
        last(left)
            .or(() ->
                waits ? awaitEnd(name, until, invocation, isStopped(left)) : engine.describe(name));
    return standing
        .map(description -> {
          Document document =
              new Document()
                  .putAll(StatusDocument.of(description, programs))
                  .put("created", created);
          int status = description.state().status().ended() ? 200 : 202;
          return Answer.of(status, document.value());
        })
        .orElseGet(() -> missing(name));
  }

  /// How it has just ended here, which need not be read again.
  private static Optional<Description> last(Optional<Departure> left) {
    return left.filter(Departure.Ended.class::isInstance)
        .map(Departure.Ended.class::cast)
        .flatMap(Departure.Ended::last);
  }

  /// What is next does not fit into the time of this invocation: another goes on with it.
  private static boolean isStopped(Optional<Departure> left) {
    return left.filter(Departure.Stopped.class::isInstance).isPresent();
  }

  /// Goes on with an execution, whoever is at it, until it has ended or the time is up; `stopped`
  /// tells that this invocation cannot.
  private Optional<Description> awaitEnd(
      String name, Instant until, Invocation invocation, boolean stopped) {
    boolean elsewhere = stopped;
    while (true) {
      Optional<Description> standing = engine.describe(name);
      Instant now = clock.instant();
      if (standing.isEmpty() || standing.get().state().status().ended() || !until.isAfter(now)) {
        return standing;
      }
      Meta meta = standing.get().meta();
      if (!elsewhere && meta.lease().isEmpty() && due(meta, now)) {
        Optional<Departure> left = run(name, invocation, until);
        elsewhere = isStopped(left);
        // Not taken here: somebody else has it, or this host cannot.
        if (left.isEmpty() && !pause(clock.instant(), next(Optional.empty(), now, until))) {
          return standing;
        }
      } else if (!pause(now, next(meta.due(), now, until))) {
        return standing;
      }
    }
  }

  /// When to look again. What is due already is in somebody else's hands.
  private static Instant next(Optional<Instant> due, Instant now, Instant until) {
    Instant look = now.plus(LOOK);
    Instant sooner = look.isBefore(until) ? look : until;
    return due.filter(when -> when.isAfter(now) && when.isBefore(sooner)).orElse(sooner);
  }

  /// Waits; false where this thread is wanted elsewhere.
  private boolean pause(Instant now, Instant end) {
    Duration left = Duration.between(now, end);
    try {
      timers.pause(left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Optional<Departure> run(String name, Invocation invocation, Instant until) {
    var shift = invocation.shift(until);
    return engine.resume(name, shift) instanceof Resumption.Running(var departure)
        ? follower.follow(name, departure, shift)
        : Optional.empty();
  }

  Answer describe(String name) {
    return engine
        .describe(name)
        .map(description -> Answer.ok(StatusDocument.of(description, programs)))
        .orElseGet(() -> missing(name));
  }

  Answer list(Request.ListExecutions request) {
    try {
      return Answer.ok(ListDocument.of(engine.list(request.query())));
    } catch (IllegalArgumentException e) {
      return Answer.refused(
          Refused.BAD_REQUEST, "\"after\" is no cursor", "the page before tells it as \"next\"");
    }
  }

  Answer history(Request.History request) {
    Optional<Timeline> found = engine.history(request.name(), request.after(), request.limit());
    if (found.isEmpty()) {
      return missing(request.name());
    }
    Timeline page = found.get();
    Document document = new Document().putAll(TimelineDocument.of(request.name(), page));
    if (page.more()) {
      document.put("next", request.after() + page.entries().size());
    }
    return Answer.ok(document.value());
  }

  /// What became of a message, and who goes on with the execution.
  Answer sent(Sending sending, Invocation invocation) {
    return switch (sending) {
      case Sending.Accepted(String name, boolean held) -> {
        if (!held) {
          goOn(name, invocation);
        }
        yield accepted(false);
      }
      case Sending.Duplicate(String name) -> {
        goOn(name, invocation); // whoever sent it first may have died before anybody was woken
        yield accepted(true);
      }
      case Sending.Full _ ->
          Answer.refused(
                  Refused.TOO_MANY, "too much is waiting to be read by the execution", "try again")
              .header("retry-after", "1");
      case Sending.Missing(String name) -> missing(name);
      case Sending.BadToken() ->
          Answer.refused(Refused.NOT_FOUND, "this is no token of a wait that is known here");
      case Sending.Rejected(String reason) -> Answer.refused(Refused.BAD_REQUEST, reason);
      case Sending.Refused(String _, Refusal.Reason reason, String message) ->
          switch (reason) {
            case INVALID_PAYLOAD, UNKNOWN_SIGNAL -> Answer.refused(Refused.BAD_REQUEST, message);
            case MAILBOX_FULL -> Answer.refused(Refused.TOO_MANY, message);
            case NOT_ENDED, UNDONE, PAUSED, NOT_PAUSED, LEFT, UNFIT, BUSY ->
                Answer.refused(Refused.REFUSED, message);
            case ENDED, ENDING, CALLBACK_OVER ->
                Answer.refused(Refused.REFUSED, message).whichIsSpent();
          };
    };
  }

  private static Answer accepted(boolean duplicate) {
    return Answer.of(202, new Document().put("accepted", true).put("duplicate", duplicate).value());
  }

  private void goOn(String name, Invocation invocation) {
    if (invocation.awaited()) {
      wakes.now(name);
    } else if (engine.resume(name, invocation.shift()) instanceof Resumption.Running(var run)) {
      follower.follow(name, run, invocation.shift());
    }
  }

  /// Lets a paused execution go on, or goes on although nothing is due.
  Answer resume(Request.Resume request, Invocation invocation) {
    String name = request.name();
    if (request.version().isPresent()) {
      return sent(engine.move(name, request.version().get(), request.reason()), invocation);
    }
    Sending unpaused = engine.unpause(name, request.reason());
    boolean otherwise = unpaused instanceof Sending.Refused || unpaused instanceof Sending.Rejected;
    if (!otherwise) {
      return sent(unpaused, invocation);
    }
    // It is only taken and let go of here where somebody waits: the wake does the rest.
    var shift = invocation.awaited() ? invocation.shift(clock.instant()) : invocation.shift();
    return switch (engine.resumeAnyway(name, shift)) {
      case Resumption.Running(var run) -> {
        follower.follow(name, run, shift);
        yield accepted(false);
      }
      case Resumption.NotDue _, Resumption.Busy _ -> accepted(true);
      case Resumption.Ended(Meta meta) ->
          Answer.refused(Refused.REFUSED, "the execution has ended: " + meta.status());
      case Resumption.Missing() -> missing(name);
      case Resumption.Refused(String reason) -> Answer.refused(Refused.REFUSED, reason);
    };
  }

  /// Goes on with an execution that is, or was, due. Whatever it finds is a success: a wake is a
  /// hint.
  Answer wake(Request.Wake wake, Invocation invocation) {
    Instant now = clock.instant();
    wake.due()
        .filter(due -> due.isBefore(now))
        .ifPresent(due -> metrics.time(Metrics.Metric.WAKE_LAG, Duration.between(due, now)));
    Resumption resumption = engine.resume(wake.name(), invocation.shift());
    if (resumption instanceof Resumption.NotDue(Meta meta)
        && meta.due().filter(due -> near(due, invocation)).isPresent()
        && pause(clock.instant(), meta.due().get())) {
      resumption = engine.resume(wake.name(), invocation.shift());
    }
    return switch (resumption) {
      case Resumption.Running(var run) -> {
        follower.follow(wake.name(), run, invocation.shift());
        yield woken("ran");
      }
      case Resumption.NotDue(Meta meta) -> {
        meta.due().ifPresent(due -> wakes.at(wake.name(), due));
        yield woken("not due");
      }
      case Resumption.Busy _ -> woken("held");
      case Resumption.Ended _ -> woken("ended");
      case Resumption.Missing() -> woken("missing");
      case Resumption.Refused _ -> {
        // Why may quote what is stored; whoever resumes it is told.
        log.log(
            Level.ERROR,
            "execution cannot go on here: it cannot be read, or a newer host has to",
            Map.of("execution", wake.name()));
        yield woken("refused");
      }
    };
  }

  private boolean near(Instant due, Invocation invocation) {
    Instant now = clock.instant();
    return !due.isAfter(now.plus(EARLY))
        && due.isBefore(invocation.deadline().minus(margin.multipliedBy(2)));
  }

  private static Answer woken(String how) {
    return Answer.ok(new Document().put("woken", how).value());
  }

  private static Answer missing(String name) {
    return Answer.refused(Refused.NOT_FOUND, "there is no execution " + name);
  }
}
