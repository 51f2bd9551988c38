package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is left behind leaves no trace: a state after many steps is as small as one after few.
class StateSizeTest {

  private static Program steps(int count) {
    var code = new ArrayList<Instruction>();
    for (int i = 0; i < count; i++) {
      var call =
          ((Instruction.Step)
                  PartCompiler.compile(
                          List.of(new Part.Step("s" + i, false, false, 1, false)), Optional.empty())
                      .code()
                      .getFirst())
              .call();
      code.add(new Instruction.Step(Optional.empty(), call, Optional.empty()));
    }
    return new Program(
        Program.FORMAT,
        Program.SEMANTICS,
        "long",
        new Type.Record(Map.of()),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        code);
  }

  @Test
  void tenThousandCompletedStepsWeighNothing() {
    var program = steps(10_000);
    var state =
        Machine.start(
                program,
                new Event.Started(
                    Driver.START,
                    "it",
                    "id",
                    "v",
                    Semantics.NEWEST,
                    Value.Null.NULL,
                    "secret",
                    "http://localhost/",
                    Optional.empty()))
            .state();
    int early = 0;
    for (int i = 0; i < 9_999; i++) {
      state =
          Machine.step(
                  program,
                  state,
                  new Event.AttemptSucceeded(
                      Driver.START, "s" + i, 1, new Value.Text("x".repeat(100)), Duration.ZERO))
              .state();
      if (i == 10) {
        early = StateCodec.encode(state).length;
      }
    }
    assertEquals(9_999, state.stats().steps());
    int late = StateCodec.encode(state).length;
    assertTrue(late < early + 50, "from " + early + " to " + late + " bytes");
  }

  @Test
  void aHundredThousandTurnsOfALoopWeighNothing() {
    var program =
        Scenario.program(
            """
            workflow turning
            n = 0
            while n < 100000 max 100000 {
              n = n + 1
              step work(n: n)
            }
            return n
            ---
            """);
    var next =
        Machine.start(
            program,
            new Event.Started(
                Driver.START,
                "it",
                "id",
                "v",
                Semantics.NEWEST,
                Value.Fields.EMPTY,
                "secret",
                "http://localhost/",
                Optional.empty()));
    int early = 0;
    int late = 0;
    for (int i = 1; i <= 100_000; i++) {
      if (i == 11) {
        early = StateCodec.encode(next.state()).length;
      }
      if (i == 100_000) {
        late = StateCodec.encode(next.state()).length;
      }
      var invoke = (Command.Invoke) next.commands().getFirst();
      next =
          Machine.step(
              program,
              next.state(),
              new Event.AttemptSucceeded(
                  Driver.START, invoke.call(), 1, new Value.Text("x".repeat(100)), Duration.ZERO));
    }
    assertEquals(Optional.of(new Value.Int(100_000)), next.state().result());
    assertTrue(late < early + 50, "from " + early + " to " + late + " bytes");
  }

  /// Names that the compiler made, and those of loops and of caught errors, end with their block.
  @Test
  void branchesLeaveTheirNamesAndNothingElse() {
    var program =
        Scenario.program(
            """
            workflow tidy
            parallel {
              {
                for n in [1, 2] {
                  match n {
                    case 1 { a = n }
                    else { b = n }
                  }
                }
              }
              {
                try {
                  fail Broken
                } catch Broken as e {
                  c = e.name
                }
              }
              for m in [1] parallel 1 {
                d = m
              }
            }
            wait 1h
            ---
            """);
    var state =
        Machine.start(
                program,
                new Event.Started(
                    Driver.START,
                    "it",
                    "id",
                    "v",
                    Semantics.NEWEST,
                    Value.Fields.EMPTY,
                    "secret",
                    "http://localhost/",
                    Optional.empty()))
            .state();
    assertEquals(1, state.fibers().size());
    assertEquals(Set.of("a", "b", "c"), state.main().variables().keySet());
  }
}
