package dev.flowstone.tests.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `yaml run` block of a page: what a workflow is given, what its handlers answer, what comes in
/// on the way, and what is to come of it.
final class Story {

  private static final Set<String> KEYS = Set.of("of", "input", "given", "events", "expect");

  private final JsonNode block;
  private final String place;

  private Story(JsonNode block, String place) {
    this.block = block;
    this.place = place;
  }

  static Story of(Markdown.Block block) {
    try {
      Story story = new Story(new YAMLMapper().readTree(block.text()), block.place());
      for (Iterator<String> keys = story.block.fieldNames(); keys.hasNext(); ) {
        String key = keys.next();
        if (!KEYS.contains(key)) {
          throw new AssertionError(story.place + ": " + key);
        }
      }
      return story;
    } catch (JsonProcessingException e) {
      throw new AssertionError(block.place(), e);
    }
  }

  /// The workflow that is started, where it is not the last one before the block.
  Optional<String> workflow() {
    return Optional.ofNullable(block.get("of")).map(JsonNode::asText);
  }

  Value input() {
    return value(block.get("input"));
  }

  /// How one call of a handler ends.
  sealed interface Answer {
    record Gives(Value result) implements Answer {}

    record Fails(String error, String message, Optional<Value> data, boolean permanent)
        implements Answer {}

    /// Nothing is heard of it until its timeout has passed.
    record Hangs() implements Answer {}
  }

  /// An answer, after how long it comes, and to which arguments it belongs.
  record Given(Answer answer, Duration takes, Optional<Value.Fields> to) {
    boolean isFor(Value.Fields arguments) {
      return to.stream()
          .flatMap(wanted -> wanted.entries().entrySet().stream())
          .allMatch(e -> e.getValue().equals(arguments.entries().get(e.getKey())));
    }
  }

  /// The answers of a handler, in the order in which they are used.
  List<Given> given(String handler) {
    JsonNode answers = block.path("given").get(handler);
    if (answers == null) {
      throw new AssertionError(place + ": nothing is given for " + handler);
    }
    List<Given> all = new ArrayList<>();
    for (JsonNode each : answers.isArray() ? answers : List.of(answers)) {
      all.add(given(each));
    }
    return all;
  }

  private Given given(JsonNode node) {
    Answer answer;
    if (node.has("fails")) {
      answer =
          new Answer.Fails(
              node.get("fails").asText(),
              node.path("message").asText(""),
              Optional.ofNullable(node.get("data")).map(this::value),
              node.path("permanent").asBoolean());
    } else if (node.has("hangs")) {
      answer = new Answer.Hangs();
    } else {
      answer = new Answer.Gives(value(node.get("returns")));
    }
    return new Given(
        answer,
        duration(node.get("takes")),
        Optional.ofNullable(node.get("with")).map(with -> (Value.Fields) value(with)));
  }

  /// What happens to the execution, `after` the one before.
  record Happening(Duration after, String what, String name, Value payload) {}

  List<Happening> happenings() {
    List<Happening> all = new ArrayList<>();
    for (JsonNode node : block.path("events")) {
      String what =
          Set.of("signal", "callback", "cancel", "terminate", "redrive").stream()
              .filter(node::has)
              .findFirst()
              .orElseThrow(() -> new AssertionError(place + ": " + node));
      all.add(
          new Happening(
              duration(node.get("after")),
              what,
              node.get(what).asText(),
              value(node.has("fails") ? node.get("fails") : node.get("with"))));
    }
    return all;
  }

  /// What is expected, by what is asked of the end: `status`, `result`, `error`, `steps`, `time`.
  Map<Value, Value> expected() {
    Map<Value, Value> expected =
        new LinkedHashMap<>(((Value.Fields) value(block.get("expect"))).entries());
    expected.computeIfPresent(
        new Value.Text("time"),
        (_, _) -> new Value.Text(TimeText.duration(duration(block.at("/expect/time")))));
    return expected;
  }

  private Duration duration(@Nullable JsonNode node) {
    return node == null
        ? Duration.ZERO
        : TimeText.parseDuration(node.asText()).orElseThrow(() -> new AssertionError(place));
  }

  private Value value(@Nullable JsonNode node) {
    if (node == null) {
      return Value.Null.NULL;
    }
    return switch (ValueJson.parse(node.toString())) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed malformed ->
          throw new AssertionError(place + ": " + malformed.describe());
    };
  }

  @Override
  public String toString() {
    return place;
  }
}
