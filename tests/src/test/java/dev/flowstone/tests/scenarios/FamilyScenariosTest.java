package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A parent that is cancelled while two generations below it hold undos.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(60)
final class FamilyScenariosTest {
  private static final String PARENT =
      """
      workflow parent

      a = step stage.act(what: "a", with: 1) compensate stage.act(what: "undo a", with: a)
      x = call child()
      return x
      """;
  private static final String CHILD =
      """
      workflow child

      b = step stage.act(what: "b", with: 2) compensate stage.act(what: "undo b", with: b)
      grandchildren = for i in [3, 4] parallel 2 {
        x = call grandchild(number: i)
        yield x
      }
      return grandchildren
      """;
  private static final String GRANDCHILD =
      """
      workflow grandchild

      input {
        number: int
      }

      c = step stage.act(what: "c", with: input.number)
        compensate stage.act(what: "undo c", with: c)
      go = wait for go timeout 7d
      return go
      """;

  private final StoreKind kind;
  @TempDir private Path folder;
  private final Stage stage = new Stage((input, context) -> input.with());

  FamilyScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  private static final List<String> FAMILY =
      List.of("family", "family.x@1", "family.x@1.i[0].x@1", "family.x@1.i[1].x@2");

  private Hosts begin(int hosts) {
    Hosts begun = new Hosts(kind, folder, hosts, stage);
    begun.deploy(PARENT);
    begun.deploy(CHILD);
    begun.deploy(GRANDCHILD);
    return begun;
  }

  private List<String> done() {
    List<String> done = new ArrayList<>();
    for (Stage.Call call : stage.calls()) {
      if (!done.contains(call.toString())) {
        done.add(call.toString());
      }
    }
    return done;
  }

  private void assertUndoneFromTheYoungestOn() {
    List<String> done = done();
    assertEquals(List.of("a 1", "b 2"), done.subList(0, 2));
    assertEquals(List.of("c 3", "c 4"), done.subList(2, 4).stream().sorted().toList());
    assertEquals(List.of("undo c 3", "undo c 4"), done.subList(4, 6).stream().sorted().toList());
    assertEquals(List.of("undo b 2", "undo a 1"), done.subList(6, done.size()));
  }

  @Test
  void undoesWhatAllGenerationsDid() {
    try (Hosts hosts = begin(3)) {
      hosts.run("family", "parent", Value.Fields.EMPTY);
      for (String name : FAMILY) {
        assertEquals(Status.WAITING, hosts.status(name), name);
      }

      hosts.cancel("family");

      for (String name : FAMILY) {
        assertEquals(Status.CANCELLED, hosts.status(name), name);
      }
      assertUndoneFromTheYoungestOn();
      hosts.assertAtRest();
    }
  }

  @Test
  void undoesThemAlsoWhereHostsDieMeanwhile() {
    try (Hosts hosts = begin(2)) {
      hosts.dieAfter(3, true);
      hosts.run("family", "parent", Value.Fields.EMPTY);
      hosts.dieAfter(2, false);

      hosts.cancel("family");
      hosts.goOn();

      for (String name : FAMILY) {
        assertEquals(Status.CANCELLED, hosts.status(name), name);
      }
      assertUndoneFromTheYoungestOn();
      hosts.assertAtRest();
    }
  }
}
