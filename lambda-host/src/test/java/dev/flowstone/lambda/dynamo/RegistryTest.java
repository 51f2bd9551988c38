package dev.flowstone.lambda.dynamo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.lambda.dynamo.Registry.Move;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Table table = Table.create();
  private final DynamoDbPrograms programs =
      new DynamoDbPrograms(table.client(), table.name(), Optional.empty(), () -> now);
  private final Registry registry = programs.registry();

  @BeforeEach
  void uploadTwoVersions() {
    assertTrue(registry.upload(program("aa"), "ada"));
    now = now.plusSeconds(60);
    assertTrue(registry.upload(program("bb"), "grace"));
    now = now.plusSeconds(60);
  }

  @Test
  void listsVersionsNewestFirstWithWhoWhenAndWhat() {
    List<Registry.Version> versions = registry.versions("shipping");

    assertEquals(List.of("bb", "aa"), versions.stream().map(Registry.Version::version).toList());
    assertEquals(
        new Registry.Version("bb", now.minusSeconds(60), "grace", "bb.flow"), versions.getFirst());
    assertEquals(List.of("orders", "payments", "shipping"), registry.workflows());
    assertEquals(List.of(), registry.versions("none"));
  }

  @Test
  void changesNothingWhereAVersionIsUploadedAgain() {
    assertFalse(registry.upload(program("aa"), "eve"));

    assertEquals(2, registry.versions("shipping").size());
    assertEquals("ada", registry.versions("shipping").getLast().uploadedBy());
  }

  @Test
  void rollsBackByMovingTheAlias() {
    assertEquals(Optional.empty(), registry.version("shipping", Registry.LIVE));
    move("bb", Optional.empty());
    assertEquals(Optional.of("bb"), registry.version("shipping", Registry.LIVE));

    Move.Done back = assertInstanceOf(Move.Done.class, move("aa", Optional.of("bb")));

    assertEquals(Optional.of("bb"), back.alias().previous());
    assertEquals(List.of(back.alias()), registry.aliases("shipping"));
    assertEquals(Optional.of("aa"), registry.version("shipping", Registry.LIVE));
  }

  @Test
  void movesNoAliasThatSomebodyElseHasMoved() {
    move("bb", Optional.empty());

    assertEquals(new Move.Elsewhere(Optional.of("bb")), move("bb", Optional.of("aa")));
    assertEquals(
        new Move.Elsewhere(Optional.empty()),
        registry.move("shipping", "beta", "aa", Optional.of("bb"), "ada"));
  }

  @Test
  void letsAnAliasStandForVersionsOfItsWorkflowOnly() {
    assertInstanceOf(Move.NoSuchVersion.class, move("cc", Optional.empty()));
    assertInstanceOf(
        Move.NoSuchVersion.class,
        registry.move("orders", Registry.LIVE, "aa", Optional.empty(), "ada"));
  }

  @Test
  void refusesAProgramThatFitsNowhere() {
    byte[] body = StoreCase.bytes(1, 400_000);
    StoredProgram large = new StoredProgram("shipping", "dd", body, "", "dd.flow");

    assertThrows(IllegalStateException.class, () -> registry.upload(large, "ada"));
    assertEquals(2, registry.versions("shipping").size());
  }

  private Move move(String version, Optional<String> expected) {
    return registry.move("shipping", Registry.LIVE, version, expected, "ada");
  }

  private static StoredProgram program(String version) {
    return new StoredProgram(
        "shipping", version, new byte[] {1}, "workflow shipping", version + ".flow");
  }
}
