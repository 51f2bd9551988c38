package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.tests.lambda.Rest.Call;
import dev.flowstone.tests.lambda.Rest.Response;
import java.util.List;
import java.util.Optional;

/// What somebody does with the REST API of the host.
final class Client {
  private final LocalAws aws;
  private final Rest rest;

  Client(LocalAws aws) {
    this.aws = aws;
    this.rest = aws.rest();
  }

  Response ask(Call call) {
    return rest.ask(call);
  }

  Response upload(String file, String source) {
    return ask(
        Call.put("/workflows", new Document().put("file", file).put("source", source).value()));
  }

  Response start(String workflow, String name, Value input) {
    return ask(
        Call.post(
            "/workflows/" + workflow + "/executions",
            new Document().put("name", name).put("input", input).value()));
  }

  static Call signal(String name, String signal, Value payload, String key) {
    return Call.post("/executions/" + name + "/signals/" + signal, payload).key(key);
  }

  Reading describe(String name) {
    return ask(Call.get("/executions/" + name)).body();
  }

  /// How it stands when it has ended.
  Reading ended(String name) {
    return Waiting.until(
        () -> Optional.of(describe(name)).filter(each -> each.optionalText("ended_at").isPresent()),
        () -> name + " has not ended: " + describe(name) + aws.functions().output());
  }

  /// What it waits for, when that is a signal.
  Reading waitsForASignal(String name) {
    return Waiting.until(
        () ->
            describe(name).objects("waiting_for").stream()
                .filter(each -> each.text("kind").equals("signal"))
                .findFirst(),
        () -> name + " waits for no signal: " + describe(name) + aws.functions().output());
  }

  List<Reading> history(String name) {
    return ask(Call.get("/executions/" + name + "/history")).body().objects("entries");
  }

  List<String> succeeded(String name) {
    return history(name).stream()
        .filter(entry -> entry.text("event").equals("step_succeeded"))
        .map(entry -> entry.text("step"))
        .toList();
  }
}
