package dev.flowstone.interpreter.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import org.junit.jupiter.api.Test;

/// What every [ProgramStore] does.
public abstract class ProgramStoreContract {

  /// A new, empty store.
  protected abstract ProgramStore programs();

  @Test
  void keepsAProgramUnderItsVersion() {
    ProgramStore programs = programs();
    byte[] body = new byte[500_000];
    body[499_999] = 7;

    programs.put(new StoredProgram("orders", "v1", body, "workflow orders", "orders.flow"));

    StoredProgram kept = programs.get("v1").orElseThrow();
    assertEquals("orders", kept.workflow());
    assertArrayEquals(body, kept.body());
    assertEquals("workflow orders", kept.source());
    assertEquals("orders.flow", kept.sourceName());
  }

  @Test
  void changesNothingWhenAVersionIsStoredAgain() {
    ProgramStore programs = programs();
    programs.put(new StoredProgram("orders", "v1", new byte[] {1}, "first", "a.flow"));
    programs.put(new StoredProgram("orders", "v1", new byte[] {1}, "second", "b.flow"));

    assertEquals("first", programs.get("v1").orElseThrow().source());
  }

  @Test
  void knowsNothingOfAVersionThatWasNeverStored() {
    assertTrue(programs().get("v1").isEmpty());
  }
}
