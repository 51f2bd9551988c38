package dev.flowstone.tests.flows;

import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A file of the folder `cases` beside a workflow: what happens to an execution, and how it ends.
///
/// `input` replaces fields of `input.json`; without a `result` or an `error` the result is that of
/// `expected.json`.
public record Case(Path folder, String file, Value.Fields fields) {

  /// Something from outside.
  public sealed interface Happening {
    record Signal(String name, Value payload) implements Happening {}

    record Callback(String signal, Value payload) implements Happening {}

    record Pass(Duration time) implements Happening {}
  }

  public static List<Case> of(Path workflow) {
    try (Stream<Path> files = Files.list(workflow.resolve("cases"))) {
      return files.sorted().map(file -> read(workflow, file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case read(Path folder, Path file) {
    try {
      return new Case(folder, file.getFileName().toString(), (Value.Fields) Sources.json(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String name() {
    return folder.getFileName() + ", " + file.replace(".json", "");
  }

  public Path source() {
    return folder.resolve(folder.getFileName() + ".flow");
  }

  public Value.Fields input() throws IOException {
    Map<Value, Value> input =
        new LinkedHashMap<>(((Value.Fields) Sources.json(folder.resolve("input.json"))).entries());
    fields.get("input").ifPresent(changed -> input.putAll(((Value.Fields) changed).entries()));
    return new Value.Fields(input);
  }

  public List<Happening> happenings() {
    return list("events").stream().map(each -> happening((Value.Fields) each)).toList();
  }

  private static Happening happening(Value.Fields event) {
    Value payload = event.get("payload").orElse(Value.Null.NULL);
    return event
        .get("signal")
        .<Happening>map(name -> new Happening.Signal(text(name), payload))
        .or(() -> event.get("callback").map(name -> new Happening.Callback(text(name), payload)))
        .orElseGet(() ->
            new Happening.Pass(
                TimeText.parseDuration(text(event.get("pass").orElseThrow())).orElseThrow()));
  }

  public String status() {
    return text(fields.get("status").orElseThrow());
  }

  public Optional<Value> result() throws IOException {
    if (fields.get("error").isPresent()) {
      return Optional.empty();
    }
    return fields.get("result").isPresent()
        ? fields.get("result")
        : Optional.of(Sources.json(folder.resolve("expected.json")));
  }

  /// `name: message`.
  public Optional<String> error() {
    return fields
        .get("error")
        .map(Value.Fields.class::cast)
        .map(error ->
            text(error.get("name").orElseThrow())
                + ": "
                + text(error.get("message").orElseThrow()));
  }

  public List<String> steps() {
    return list("steps").stream().map(Case::text).toList();
  }

  private List<Value> list(String name) {
    return ((Value.Items) fields.get(name).orElseThrow()).values();
  }

  private static String text(Value value) {
    return ((Value.Text) value).value();
  }
}
