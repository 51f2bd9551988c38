package dev.flowstone.lambda.request;

import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Reads requests from their JSON form.
public final class RequestReader {
  /// The alias that a start uses and an upload moves where nothing else is said.
  public static final String LIVE = "live";

  private static final int LIST_PAGE = 50;
  private static final int LIST_MOST = 1_000;
  private static final int HISTORY_PAGE = 1_000;
  private static final int HISTORY_MOST = 10_000;
  private static final String REASON = "asked for";

  private static final Map<String, BiFunction<Asked, String, Request>> ACTIONS = actions();

  private RequestReader() {}

  /// What came of reading.
  public sealed interface Reading {
    record Ok(Request request) implements Reading {}

    /// One sentence.
    record Bad(String problem) implements Reading {}
  }

  /// Reads a request. `delivery` names the event that brought it, the same however often it is
  /// brought: a start without a name is named after it, and a signal without a key counts once by
  /// it.
  public static Reading read(Value.Fields fields, String delivery) {
    if (!(fields.get("action").orElse(Value.Null.NULL) instanceof Value.Text(String action))) {
      return new Reading.Bad("\"action\" is missing: it says what is asked for");
    }
    BiFunction<Asked, String, Request> maker = ACTIONS.get(action);
    if (maker == null) {
      return new Reading.Bad(
          "there is no such action"
              + Nearest.hint(action, ACTIONS.keySet()).map(hint -> ", " + hint).orElse(""));
    }
    Asked asked = new Asked(fields);
    Request request = maker.apply(asked, delivery);
    List<String> problems = asked.problems();
    return problems.isEmpty()
        ? new Reading.Ok(request)
        : new Reading.Bad(String.join("; ", problems));
  }

  private static Map<String, BiFunction<Asked, String, Request>> actions() {
    Map<String, BiFunction<Asked, String, Request>> actions = new TreeMap<>();
    actions.put("start", RequestReader::start);
    actions.put("describe", (asked, _) -> new Request.Describe(asked.word("name")));
    actions.put("list", (asked, _) -> list(asked));
    actions.put(
        "history",
        (asked, _) ->
            new Request.History(
                asked.word("name"),
                asked.number("after", 0, 0, Integer.MAX_VALUE),
                asked.number("limit", HISTORY_PAGE, 1, HISTORY_MOST)));
    actions.put("signal", RequestReader::signal);
    actions.put("callback", (asked, _) -> callback(asked));
    actions.put("cancel", (asked, _) -> new Request.Cancel(asked.word("name"), reason(asked)));
    actions.put(
        "terminate", (asked, _) -> new Request.Terminate(asked.word("name"), reason(asked)));
    actions.put("redrive", (asked, _) -> new Request.Redrive(asked.word("name"), reason(asked)));
    actions.put("pause", (asked, _) -> new Request.Pause(asked.word("name"), reason(asked)));
    actions.put(
        "resume",
        (asked, _) ->
            new Request.Resume(asked.word("name"), reason(asked), asked.optionalWord("version")));
    actions.put("upload", (asked, _) -> upload(asked));
    actions.put("workflows", (asked, _) -> new Request.Workflows(asked.optionalWord("workflow")));
    actions.put(
        "alias",
        (asked, _) ->
            new Request.MoveAlias(
                asked.word("workflow"), asked.word("alias"), asked.word("version")));
    actions.put("handlers", (_, _) -> new Request.Handlers());
    actions.put("sweep", (_, _) -> new Request.Sweep());
    actions.put("wake", (asked, _) -> new Request.Wake(asked.word("name"), asked.time("due")));
    return actions;
  }

  private static String reason(Asked asked) {
    return asked.text("reason").orElse(REASON);
  }

  private static Request start(Asked asked, String delivery) {
    String workflow = asked.word("workflow");
    Optional<String> version = asked.optionalWord("version");
    Optional<String> alias = asked.optionalWord("alias");
    if (version.isPresent() && alias.isPresent()) {
      asked.wrong("give \"version\" or \"alias\", not both", "");
    }
    return new Request.Start(
        workflow,
        asked.text("name").orElse(workflow + "-" + delivery),
        asked.value("input").orElse(Value.Null.NULL),
        version
            .<Request.Program>map(Request.Program.Version::new)
            .orElseGet(() -> new Request.Program.Alias(alias.orElse(LIVE))),
        asked.seconds("wait"));
  }

  private static Request list(Asked asked) {
    return new Request.ListExecutions(
        new Query(
            asked.optionalWord("workflow"),
            asked.optionalWord("status").map(word -> status(asked, word)),
            asked.time("from"),
            asked.time("before"),
            asked.number("limit", LIST_PAGE, 1, LIST_MOST),
            asked.text("after")));
  }

  private static String status(Asked asked, String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    boolean known = Arrays.stream(Status.values()).anyMatch(one -> one.name().equals(upper));
    return known
        ? upper
        : asked.wrong(
            "\"status\" must be one of "
                + String.join(", ", Arrays.stream(Status.values()).map(Enum::name).toList()),
            upper);
  }

  private static Request signal(Asked asked, String delivery) {
    return new Request.Signal(
        asked.word("name"),
        asked.word("signal"),
        asked.value("payload").orElse(Value.Null.NULL),
        Optional.of(asked.optionalWord("key").orElse(delivery)));
  }

  private static Request callback(Asked asked) {
    String token = asked.needed("token");
    String result = asked.text("result").orElse("success");
    CallbackAnswer answer =
        switch (result) {
          case "success" ->
              new CallbackAnswer.Success(asked.value("payload").orElse(Value.Null.NULL));
          case "failure" ->
              new CallbackAnswer.Failure(
                  asked.word("error"), asked.text("message").orElse(""), asked.value("data"));
          case "heartbeat" -> new CallbackAnswer.Heartbeat();
          default ->
              asked.wrong(
                  "\"result\" must be success, failure or heartbeat",
                  new CallbackAnswer.Heartbeat());
        };
    return new Request.Callback(token, answer);
  }

  private static Request upload(Asked asked) {
    Optional<String> alias =
        asked.isNull("alias")
            ? Optional.empty()
            : Optional.of(asked.optionalWord("alias").orElse(LIVE));
    asked.value("alias");
    return new Request.Upload(
        asked.word("file"), asked.needed("source"), alias, asked.yes("check"));
  }
}
