package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.HostAnswer;
import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.cli.remote.Registered;
import dev.flowstone.cli.remote.RemoteHost;
import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where a host looks at workflows before it takes them; `alias` is moved to what it takes.
record Gate(RemoteHost host, Optional<String> alias) implements AutoCloseable {

  /// What a look at a source came to.
  sealed interface Verdict {
    List<Reading> findings();

    /// It can be deployed; what is found is worth a look.
    record Fit(List<Reading> findings) implements Verdict {}

    record Refused(List<Reading> findings) implements Verdict {}
  }

  /// A workflow that a host has. `created` tells that this version is new to it; `from` is the
  /// version that the alias named before.
  record Deployed(
      String file,
      String workflow,
      String version,
      boolean created,
      Optional<String> alias,
      Optional<String> from) {

    Document document() {
      Document document =
          new Document()
              .put("file", file)
              .put("workflow", workflow)
              .put("version", version)
              .put("created", created);
      alias.ifPresent(
          name -> document.put("alias", new Document().put("name", name).putText("from", from)));
      return document;
    }

    String words(Colors colors) {
      return colors.bold(workflow)
          + "  "
          + Shortened.version(version)
          + "  "
          + (created ? colors.green("created") : "unchanged")
          + alias.map(name -> "  " + moved(name)).orElse("");
    }

    private String moved(String name) {
      if (from.equals(Optional.of(version))) {
        return name + " stays";
      }
      return name
          + from.map(before -> ": " + Shortened.version(before) + " -> ").orElse(": ")
          + Shortened.version(version);
    }
  }

  Verdict check(SourceText source) {
    HostAnswer answer = host.answer(upload(source, true));
    return verdict(answer, host::problem);
  }

  /// From where executions of the version that the alias names could not be moved to a source;
  /// empty where it names none.
  Optional<Value.Fields> breaking(SourceText source) {
    Reading answer = new Reading(host.ask(upload(source, true)));
    return answer.optionalObject("breaking").map(Reading::fields);
  }

  /// What an answer to an upload says; one that says nothing of the source is a problem.
  static Verdict verdict(HostAnswer answer, Function<HostAnswer, Problem> problem) {
    Optional<List<Reading>> refused = answer.findings();
    if (refused.isPresent()) {
      return new Verdict.Refused(refused.get());
    }
    if (!answer.good()) {
      throw problem.apply(answer).stop();
    }
    return new Verdict.Fit(diagnostics(new Reading(answer.body())));
  }

  private static List<Reading> diagnostics(Reading reading) {
    return reading.fields().get("diagnostics").isEmpty()
        ? List.of()
        : reading.objects("diagnostics");
  }

  Deployed deploy(String workflow, SourceText source) {
    Optional<String> before = alias.flatMap(name -> version(workflow, name));
    Reading taken = new Reading(host.ask(upload(source, false)));
    return new Deployed(
        source.name(), workflow, taken.text("version"), taken.yes("created"), alias, before);
  }

  private HostRequest upload(SourceText source, boolean check) {
    return HostRequest.upload(source.name(), source.text(), alias, check);
  }

  private Optional<String> version(String workflow, String name) {
    return registered(workflow).flatMap(known -> Optional.ofNullable(known.aliases().get(name)));
  }

  /// The workflow as the host knows it, if it does.
  Optional<Registered> registered(String workflow) {
    HostAnswer answer = host.answer(HostRequest.workflows(Optional.of(workflow)));
    if (answer.notFound()) {
      return Optional.empty();
    }
    if (!answer.good()) {
      throw host.problem(answer).stop();
    }
    return Registered.read(answer.body()).stream().findFirst();
  }

  Registered known(String workflow) {
    return registered(workflow)
        .orElseThrow(() ->
            Problem.usage("the host has no workflow " + workflow)
                .next("flow workflows shows what it has")
                .stop());
  }

  @Override
  public void close() {
    host.close();
  }
}
