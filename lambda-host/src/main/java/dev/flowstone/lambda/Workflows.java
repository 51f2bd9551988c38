package dev.flowstone.lambda;

import dev.flowstone.grammar.program.Breaking;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.report.BreakingDocument;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.Refused;
import dev.flowstone.lambda.dynamo.Registry;
import dev.flowstone.lambda.request.Request;
import dev.flowstone.lambda.request.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Does what is asked of workflows: their versions, their aliases, and the handlers that they may
/// call.
final class Workflows {
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  private final Registry registry;
  private final ProgramStore programs;
  private final Gate gate;
  private final Supplier<HandlerCatalog> catalog;
  private final Map<String, String> workflowOf = new ConcurrentHashMap<>();

  Workflows(Registry registry, ProgramStore programs, Gate gate, Supplier<HandlerCatalog> catalog) {
    this.registry = registry;
    this.programs = programs;
    this.gate = gate;
    this.catalog = catalog;
  }

  /// What came of looking for a program.
  sealed interface Found {
    record One(String version) implements Found {}

    /// One sentence.
    record None(String problem) implements Found {}
  }

  Found find(String workflow, Request.Program program) {
    return switch (program) {
      case Request.Program.Version(String version) ->
          isOf(version, workflow)
              ? new Found.One(version)
              : new Found.None("the workflow " + workflow + " has no version " + version);
      case Request.Program.Alias(String alias) ->
          registry
              .version(workflow, alias)
              .<Found>map(Found.One::new)
              .orElseGet(() ->
                  new Found.None(
                      "there is no workflow " + workflow + " whose alias " + alias + " is set"));
    };
  }

  /// A version's workflow never changes.
  private boolean isOf(String version, String workflow) {
    String known = workflowOf.get(version);
    if (known == null) {
      Optional<StoredProgram> stored = programs.get(version);
      if (stored.isEmpty()) {
        return false;
      }
      known = stored.get().workflow();
      workflowOf.put(version, known);
    }
    return known.equals(workflow);
  }

  /// Takes a workflow in, for whoever brings it.
  Answer upload(Request.Upload upload, String by) {
    return upload(upload, upload.source().getBytes(StandardCharsets.UTF_8), by);
  }

  /// The same for a source as it was stored: that it is text is checked here.
  Answer upload(Request.Upload upload, byte[] source, String by) {
    if (upload.alias().filter(alias -> !ALIAS.matcher(alias).matches()).isPresent()) {
      return badAlias();
    }
    Gate.Checked checked = gate.check(upload.file(), source);
    if (checked.program().isEmpty()) {
      return Answer.refused(Refused.REFUSED, 422, "the workflow is refused")
          .detailed(
              "diagnostics",
              new Value.Items(checked.findings().stream().<Value>map(Document::value).toList()));
    }
    StoredProgram program = checked.program().get();
    Optional<Document> breaking = breaking(upload.alias().orElse(RequestReader.LIVE), program);
    boolean created = !upload.checkOnly() && registry.upload(program, by);
    if (!upload.checkOnly() && upload.alias().isPresent()) {
      var _ =
          registry.move(
              program.workflow(), upload.alias().get(), program.version(), Optional.empty(), by);
    }
    Document document =
        new Document()
            .put("workflow", program.workflow())
            .put("version", program.version())
            .put("created", created);
    upload
        .alias()
        .ifPresentOrElse(
            alias -> document.put("alias", alias), () -> document.put("alias", Value.Null.NULL));
    document.put("diagnostics", checked.findings());
    breaking.ifPresent(found -> document.put("breaking", found));
    return Answer.of(created ? 201 : 200, document.value());
  }

  /// From where executions of the version that an alias names now could not be moved to another.
  private Optional<Document> breaking(String alias, StoredProgram next) {
    return registry
        .version(next.workflow(), alias)
        .flatMap(programs::get)
        .flatMap(old -> loaded(old).map(from -> Breaking.between(from, loaded(next).orElseThrow())))
        .map(BreakingDocument::of);
  }

  /// Empty where it is of a newer release.
  private static Optional<Program> loaded(StoredProgram stored) {
    return ProgramCodec.load(stored.body()) instanceof ProgramCodec.Loaded.Ok(Program program)
        ? Optional.of(program)
        : Optional.empty();
  }

  private static Answer badAlias() {
    return Answer.refused(
        Refused.BAD_REQUEST,
        "an alias has 1 to 64 letters, digits, - and _, and begins with a letter");
  }

  Answer list(Optional<String> workflow) {
    if (workflow.isPresent() && registry.versions(workflow.get()).isEmpty()) {
      return Answer.refused(Refused.NOT_FOUND, "there is no workflow " + workflow.get());
    }
    List<String> names = workflow.map(List::of).orElseGet(registry::workflows);
    return Answer.ok(
        new Document().put("workflows", names.stream().map(this::document).toList()).value());
  }

  private Document document(String workflow) {
    Document aliases = new Document();
    registry.aliases(workflow).forEach(alias -> aliases.put(alias.name(), alias.version()));
    return new Document()
        .put("workflow", workflow)
        .put("aliases", aliases)
        .put(
            "versions",
            registry.versions(workflow).stream()
                .map(version ->
                    new Document()
                        .put("version", version.version())
                        .put("uploaded_at", version.uploadedAt())
                        .put("file", version.file()))
                .toList());
  }

  /// Also the way back to an earlier version.
  Answer move(Request.MoveAlias move, String by) {
    if (!ALIAS.matcher(move.alias()).matches()) {
      return badAlias();
    }
    Registry.Move moved =
        registry.move(move.workflow(), move.alias(), move.version(), Optional.empty(), by);
    return switch (moved) {
      case Registry.Move.Done(Registry.Alias alias) ->
          Answer.ok(
              new Document()
                  .put("workflow", move.workflow())
                  .put("alias", alias.name())
                  .put("version", alias.version())
                  .putText("previous", alias.previous())
                  .value());
      case Registry.Move.NoSuchVersion() ->
          Answer.refused(
              Refused.NOT_FOUND,
              "the workflow " + move.workflow() + " has no version " + move.version(),
              "look at its versions");
      case Registry.Move.Elsewhere _ ->
          Answer.refused(Refused.CONFLICT, "somebody else has just moved the alias");
    };
  }

  Answer handlers() {
    return switch (ValueJson.parse(catalog.get().toJson())) {
      case ValueJson.Parsed.Ok(Value.Fields known) -> Answer.ok(known);
      case ValueJson.Parsed.Ok(Value _), ValueJson.Parsed.Malformed _ ->
          throw new IllegalStateException("the catalog of handlers is no JSON object");
    };
  }
}
