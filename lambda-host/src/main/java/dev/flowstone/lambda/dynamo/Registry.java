package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Which workflows there are, in which versions, and which version a name stands for.
///
/// A version never changes. An alias does: to deploy is to let `live` point at another version, to
/// roll back is to let it point at an earlier one. Executions that have begun stay on theirs.
public final class Registry {
  /// The alias that a start means where it says nothing.
  public static final String LIVE = "live";

  private static final String VERSION = "v";
  private static final String PREVIOUS = "p";
  private static final Bill BILL = Bill.of(Operation.PROGRAMS);

  private final Requests requests;
  private final DynamoDbPrograms programs;
  private final InstantSource clock;

  Registry(Requests requests, DynamoDbPrograms programs, InstantSource clock) {
    this.requests = requests;
    this.programs = programs;
    this.clock = clock;
  }

  /// A version that was uploaded: when, by whom, and from which file.
  public record Version(String version, Instant uploadedAt, String uploadedBy, String file) {}

  /// What a name stands for, since when, and who said so. `previous` is what it stood for before.
  public record Alias(
      String name, String version, Optional<String> previous, Instant movedAt, String movedBy) {}

  /// How the moving of an alias went.
  public sealed interface Move {
    record Done(Alias alias) implements Move {}

    /// It does not stand for what the caller believed; `actual` is empty where there is no alias.
    record Elsewhere(Optional<String> actual) implements Move {}

    /// The workflow has no such version.
    record NoSuchVersion() implements Move {}
  }

  /// Stores a version, and answers whether it is new. One that is there already keeps its day, its
  /// file and its uploader.
  public boolean upload(StoredProgram program, String by) {
    Instant now = clock.instant();
    Optional<Item> present = programs.store(program, by, now);
    // Also for one that is there: an upload may have ended halfway.
    Instant at = present.flatMap(item -> item.instant(DynamoDbPrograms.AT)).orElse(now);
    String uploader = present.map(item -> item.text(DynamoDbPrograms.BY)).orElse(by);
    String file =
        present.map(item -> item.text(DynamoDbPrograms.FILE)).orElse(program.sourceName());
    Item.Draft version =
        new Item.Draft(Keys.version(program.workflow(), at, program.version()))
            .put(VERSION, Item.of(program.version()))
            .put(DynamoDbPrograms.AT, Item.of(at))
            .put(DynamoDbPrograms.BY, Item.of(uploader))
            .put(DynamoDbPrograms.FILE, Item.of(file));
    var _ = requests.put(BILL, version.item(), new Condition().absent(Tables.PK));
    workflowItems().add(program.workflow());
    return present.isEmpty();
  }

  /// Lets an alias stand for a version. With `expected`, only if it stands for that now.
  public Move move(
      String workflow, String alias, String version, Optional<String> expected, String by) {
    boolean known =
        requests
            .get(BILL, Keys.program(version))
            .filter(item -> item.text(DynamoDbPrograms.WORKFLOW).equals(workflow))
            .isPresent();
    if (!known) {
      return new Move.NoSuchVersion();
    }
    Keys key = Keys.alias(workflow, alias);
    Optional<String> before = requests.get(BILL, key).map(item -> item.text(VERSION));
    if (expected.isPresent() && !expected.equals(before)) {
      return new Move.Elsewhere(before);
    }
    Instant now = clock.instant();
    Item.Draft item =
        new Item.Draft(key)
            .put(VERSION, Item.of(version))
            .put(DynamoDbPrograms.AT, Item.of(now))
            .put(DynamoDbPrograms.BY, Item.of(by));
    before.ifPresent(previous -> item.put(PREVIOUS, Item.of(previous)));
    Condition same = new Condition();
    expected.ifPresent(one -> same.is(VERSION, Item.of(one)));
    return switch (requests.put(BILL, item.item(), same)) {
      case Written.Done _ -> new Move.Done(new Alias(alias, version, before, now, by));
      case Written.Refused(Optional<Item> present) ->
          new Move.Elsewhere(present.map(one -> one.text(VERSION)));
    };
  }

  /// The version that an alias stands for.
  public Optional<String> version(String workflow, String alias) {
    return requests.get(BILL, Keys.alias(workflow, alias)).map(item -> item.text(VERSION));
  }

  public List<Alias> aliases(String workflow) {
    return workflowItems().entries(Keys.alias(workflow, "").pk(), "A#", true).stream()
        .map(item ->
            new Alias(
                item.key().sk().substring(2),
                item.text(VERSION),
                item.has(PREVIOUS) ? Optional.of(item.text(PREVIOUS)) : Optional.empty(),
                item.instant(DynamoDbPrograms.AT).orElseThrow(),
                item.text(DynamoDbPrograms.BY)))
        .toList();
  }

  /// All versions of a workflow, newest first.
  public List<Version> versions(String workflow) {
    return workflowItems().entries(Keys.alias(workflow, "").pk(), "V#", false).stream()
        .map(item ->
            new Version(
                item.text(VERSION),
                item.instant(DynamoDbPrograms.AT).orElseThrow(),
                item.text(DynamoDbPrograms.BY),
                item.text(DynamoDbPrograms.FILE)))
        .toList();
  }

  /// All workflows, by name.
  public List<String> workflows() {
    return workflowItems().names();
  }

  private Workflows workflowItems() {
    return new Workflows(requests);
  }
}
