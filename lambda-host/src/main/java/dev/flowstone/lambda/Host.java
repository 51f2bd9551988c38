package dev.flowstone.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.AnswerWriter;
import dev.flowstone.lambda.answer.Refused;
import dev.flowstone.lambda.request.Access;
import dev.flowstone.lambda.request.Event;
import dev.flowstone.lambda.request.EventReader;
import dev.flowstone.lambda.request.HttpCall;
import dev.flowstone.lambda.request.HttpReader;
import dev.flowstone.lambda.request.Route;
import dev.flowstone.lambda.watch.JsonLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes each event apart into requests, and puts their answers into the form that it wants. Any
/// number of events may be handled at the same time.
final class Host {
  private static final String DESCRIPTION = "openapi.json";

  private final Actions actions;
  private final Uploads uploads;
  private final Access access;
  private final JsonLog log;

  Host(Actions actions, Uploads uploads, Access access, JsonLog log) {
    this.actions = actions;
    this.uploads = uploads;
    this.access = access;
    this.log = log;
  }

  /// Handles one event; `requestId` is the invocation's, the same when Lambda repeats it.
  byte[] handle(byte[] event, String requestId, Instant deadline) {
    return switch (EventReader.read(event)) {
      case Event.Direct(Value.Fields request) ->
          direct(
              actions.perform(request, new Invocation(deadline, requestId, true, "")), requestId);
      case Event.Http(HttpCall call) -> AnswerWriter.http(http(call, deadline));
      case Event.Queue(List<Event.Message> messages) -> queue(messages, deadline);
      case Event.Bus(Value.Fields request, String id) -> bus(request, id, deadline);
      case Event.Objects(List<Event.Put> objects) -> AnswerWriter.direct(uploads.take(objects));
      case Event.Unknown(String reason) -> {
        log.log(
            Level.WARNING,
            "an event was not understood",
            Map.of("request_id", requestId, "reason", reason));
        yield AnswerWriter.direct(Answer.refused(Refused.BAD_REQUEST, reason));
      }
    };
  }

  /// What may well succeed later fails the invocation: nobody reads the answer of an asynchronous
  /// one (a schedule, a rule), which Lambda repeats, and keeps as a dead letter in the end. What
  /// was refused for good is logged for the same reason.
  private byte[] direct(Answer answer, String requestId) {
    if (answer.isPassing()) {
      throw new NotTaken(answer);
    }
    if (!answer.accepted()) {
      log.log(
          Level.INFO,
          "a request was refused",
          Map.of("request_id", requestId, "answer", answer.complaint()));
    }
    return AnswerWriter.direct(answer);
  }

  private Answer http(HttpCall call, Instant deadline) {
    return switch (Route.find(call.method(), call.path())) {
      case Route.Found.Nothing() -> Answer.refused(Refused.NOT_FOUND, "there is no such address");
      case Route.Found.OtherMethod(var allowed) ->
          Answer.refused(Refused.BAD_REQUEST, 405, "the address has no method " + call.method())
              .header("allow", String.join(", ", allowed));
      case Route.Found.One(Route.Match match) -> http(call, match, deadline);
    };
  }

  private Answer http(HttpCall call, Route.Match match, Instant deadline) {
    if (!access.allows(call, match)) {
      log.log(
          Level.WARNING,
          "a call was not allowed",
          Map.of("request_id", call.id(), "action", match.route().action()));
      return Answer.refused(Refused.FORBIDDEN, "the caller may not do this");
    }
    return switch (HttpReader.read(call, match)) {
      case HttpReader.Reading.Bad(int status, String problem) ->
          Answer.refused(Refused.BAD_REQUEST, status, problem);
      case HttpReader.Reading.Ok(Value.Fields request, String delivery) ->
          match.route().action().equals(Route.DESCRIPTION)
              ? description()
              : actions.perform(
                  request, new Invocation(deadline, delivery, true, call.callerName()));
    };
  }

  private static Answer description() {
    try (InputStream in = Host.class.getResourceAsStream(DESCRIPTION)) {
      if (in != null
          && ValueJson.parse(in.readAllBytes())
              instanceof ValueJson.Parsed.Ok(Value.Fields description)) {
        return Answer.ok(description);
      }
      throw new IllegalStateException(DESCRIPTION + " is missing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All messages at once; those that failed come again, and in the end lie with the dead letters.
  private byte[] queue(List<Event.Message> messages, Instant deadline) {
    Map<String, CompletableFuture<Boolean>> done = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Event.Message message : messages) {
        done.put(
            message.id(), CompletableFuture.supplyAsync(() -> took(message, deadline), threads));
      }
    }
    return AnswerWriter.queue(
        done.entrySet().stream()
            .filter(entry -> !entry.getValue().join())
            .map(Map.Entry::getKey)
            .toList());
  }

  private boolean took(Event.Message message, Instant deadline) {
    Answer answer =
        switch (ValueJson.parse(message.body())) {
          case ValueJson.Parsed.Ok(Value.Fields request) ->
              actions.perform(request, new Invocation(deadline, message.id(), false, ""));
          case ValueJson.Parsed.Ok(Value _) ->
              Answer.refused(Refused.BAD_REQUEST, "the message is no JSON object");
          case ValueJson.Parsed.Malformed malformed ->
              Answer.refused(
                  Refused.BAD_REQUEST,
                  "the message is no JSON, from line %d, column %d"
                      .formatted(malformed.line(), malformed.column()));
        };
    return taken(answer, message.id());
  }

  private byte[] bus(Value.Fields request, String id, Instant deadline) {
    Answer answer = actions.perform(request, new Invocation(deadline, id, false, ""));
    if (!taken(answer, id)) {
      throw new NotTaken(answer);
    }
    return AnswerWriter.direct(answer);
  }

  /// Nobody reads the answer: what was refused is logged here, and looked at among the dead
  /// letters.
  private boolean taken(Answer answer, String delivery) {
    if (answer.accepted()) {
      return true;
    }
    log.log(
        Level.WARNING,
        answer.spent() ? "a request was of no more use" : "a request was not taken",
        Map.of("delivery", delivery, "answer", answer.complaint()));
    return answer.spent();
  }

  /// Lets Lambda bring the event again, and to the dead letters in the end. Lambda logs what it
  /// says, so that it quotes no request: only a failure of the host, which knows none, is told in
  /// full.
  static final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTaken(Answer answer) {
      super(answer.failed() ? answer.explained() : answer.complaint());
    }
  }
}
