package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A saga of nested scopes, whose steps fail for certain and with an unknown outcome.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(60)
final class SagaScenariosTest {
  private static final String SAGA =
      """
      workflow saga

      a = step stage.act(what: "a", with: 0) compensate stage.act(what: "undo a", with: a)
      scope {
        b = step stage.act(what: "b", with: 1) compensate stage.act(what: "undo b", with: b)
        commit
        c = step stage.act(what: "c", with: 2) compensate stage.act(what: "undo c", with: c)
      }
      try {
        scope {
          d = step stage.act(what: "d", with: 3) compensate stage.act(what: "undo d", with: d)
          r = step stage.act(what: "refused", with: 4)
            compensate stage.act(what: "undo refused", with: r)
        }
      } catch Refused {
      }
      scope {
        e = step stage.act(what: "e", with: 5) compensate stage.act(what: "undo e", with: e)
        rollback
        f = step stage.act(what: "f", with: 6) compensate stage.act(what: "undo f", with: f)
      }
      scope {
        g = step stage.act(what: "g", with: 7) compensate stage.act(what: "undo g", with: g)
        u = step stage.act(what: "unknown", with: 8) retry 2 attempts
          compensate stage.act(what: "undo unknown", with: u)
      }
      """;

  /// A step answers ten times what it was given, and its undo is given that.
  private static final List<String> STORY =
      List.of(
          "a 0",
          "b 1",
          "c 2",
          "d 3",
          "refused 4",
          "undo d 30",
          "e 5",
          "undo e 50",
          "f 6",
          "g 7",
          "unknown 8",
          "undo unknown",
          "undo g 70",
          "undo f 60",
          "undo c 20",
          "undo a 0");

  private final StoreKind kind;
  @TempDir private Path folder;

  SagaScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  private static Value act(Stage.Input input, StepContext context) {
    switch (input.what()) {
      case "refused" -> throw new PermanentError("Refused", "not with us");
      case "unknown" -> throw new IllegalStateException("who knows");
      case "undo unknown" ->
          assertInstanceOf(Undone.Outcome.Unknown.class, context.undone().orElseThrow().outcome());
      default -> {}
    }
    return input.with() instanceof Value.Int(long number)
        ? new Value.Int(10 * number)
        : Value.Null.NULL;
  }

  /// What was done, in order: an attempt that follows one of the same step tells nothing new.
  private static List<String> story(List<Stage.Call> calls) {
    List<String> story = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Stage.Call call : calls) {
      if (keys.add(call.key())) {
        story.add(call.toString());
      } else {
        assertEquals(story.getLast(), call.toString(), "a step that had ended was done again");
      }
    }
    return story;
  }

  @Test
  void undoesWhatMayHaveBeenDoneAndNothingElse() {
    Stage stage = new Stage(SagaScenariosTest::act);
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(SAGA);
      hosts.run("saga", "saga", Value.Fields.EMPTY);

      assertEquals(Status.FAILED, hosts.status("saga"));
      assertEquals("HandlerFailed", hosts.state("saga").error().orElseThrow().name());
      assertEquals(STORY, story(stage.calls()));
      assertEquals(2, stage.calls().stream().filter(c -> c.what().equals("unknown")).count());
    }
  }

  /// At each write there is, before it and after it; on the slower stores at every third.
  @Test
  void tellsTheSameStoryWhereverItsHostDies() {
    Stage stage = new Stage(SagaScenariosTest::act);
    try (Hosts hosts = new Hosts(kind, folder, 1, stage)) {
      hosts.deploy(SAGA);
      for (int writes = 0; writes < 18; writes += kind == StoreKind.MEMORY ? 1 : 3) {
        for (boolean made : List.of(true, false)) {
          String name = "died at write " + writes + ", made " + made;
          hosts.dieAfter(writes, made);
          hosts.run(name, "saga", Value.Fields.EMPTY);

          assertEquals(Status.FAILED, hosts.status(name), name);
          List<String> story = new ArrayList<>(story(stage.calls(name)));
          // A host that is lost while it is refused leaves in doubt what was done.
          story.remove("undo refused");
          assertEquals(STORY, story, name);
        }
      }
    }
  }

  @Test
  void restsWhereAnUndoFailsAndEndsOnceItIsRedriven() {
    AtomicBoolean mended = new AtomicBoolean();
    Stage stage =
        new Stage((input, context) -> {
          if (input.what().equals("undo f") && !mended.get()) {
            throw new PermanentError("Refused", "locked");
          }
          return act(input, context);
        });
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(SAGA);
      hosts.run("saga", "saga", Value.Fields.EMPTY);
      assertEquals(Status.COMPENSATION_FAILED, hosts.status("saga"));
      assertEquals(STORY, story(stage.calls()));
      int before = stage.calls().size();

      mended.set(true);
      hosts.redrive("saga");

      assertEquals(Status.FAILED, hosts.status("saga"));
      List<Stage.Call> since = stage.calls().subList(before, stage.calls().size());
      assertEquals(List.of("undo f 60"), since.stream().map(Stage.Call::toString).toList());
      hosts.assertAtRest();
    }
  }
}
