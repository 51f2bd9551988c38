package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A race: the first two answers count, and what the others did is undone.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(60)
final class RaceScenariosTest {
  private static final String RACE =
      """
      workflow race

      input {
        in_vain: bool
      }

      retry soon = 6 attempts, backoff 1s..1s, jitter none

      winners = for i in [0, 1, 2, 3, 4, 5] parallel 6 first 2 {
        seat = step stage.act(what: "reserve", with: i) retry soon
          compensate stage.act(what: "release", with: i)
        if i == 5 {
          wait 30m
        }
        step stage.act(what: "confirm", with: i) retry soon
          compensate stage.act(what: "revoke", with: i)
        yield seat
      }
      if input.in_vain {
        fail Sorry "nobody came"
      }
      return winners
      """;

  private final StoreKind kind;
  @TempDir private Path folder;

  /// All have reserved before the first confirms: so it is known who is on his way.
  private final CountDownLatch reserved = new CountDownLatch(6);

  private final CountDownLatch onTheirWay = new CountDownLatch(3);
  private final Stage stage = new Stage(this::act);

  RaceScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  private Value act(Stage.Input input, StepContext context) throws InterruptedException {
    switch (input.what()) {
      case "reserve" -> reserved.countDown();
      case "confirm" -> {
        reserved.await();
        if (List.of(number(1), number(3)).contains(input.with())) {
          onTheirWay.await();
        } else {
          onTheirWay.countDown();
          new CountDownLatch(1).await(); // too slow
        }
      }
      default -> {}
    }
    return input.with();
  }

  private static Value number(long value) {
    return new Value.Int(value);
  }

  private static Value.Fields inVain(boolean value) {
    return new Value.Fields(Map.of(new Value.Text("in_vain"), new Value.Bool(value)));
  }

  /// The numbers with which something was done, sorted.
  private List<Value> done(String what) {
    return stage.calls().stream()
        .filter(call -> call.what().equals(what))
        .map(call -> (Value.Int) call.with())
        .sorted((one, other) -> Long.compare(one.value(), other.value()))
        .map(value -> (Value) value)
        .toList();
  }

  private static List<Value> numbers(long... values) {
    return java.util.Arrays.stream(values).mapToObj(RaceScenariosTest::number).toList();
  }

  @Test
  void undoesWhatTheLosersDid() {
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(RACE);
      hosts.run("race", "race", inVain(false));

      assertEquals(new Value.Items(numbers(1, 3)), hosts.result("race"));
      assertEquals(numbers(0, 2, 4, 5), done("release"));
      assertEquals(numbers(0, 2, 4), done("revoke")); // on its way: nobody knows
      hosts.assertAtRest();
    }
  }

  @Test
  void undoesTheWinnersTooWhereItFailsAfterwards() {
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(RACE);
      hosts.run("race", "race", inVain(true));

      assertEquals(Status.FAILED, hosts.status("race"));
      assertEquals("Sorry", hosts.state("race").error().orElseThrow().name());
      assertEquals(numbers(0, 1, 2, 3, 4, 5), done("release"));
      assertEquals(numbers(0, 1, 2, 3, 4), done("revoke"));
      List<String> calls = stage.calls().stream().map(Stage.Call::toString).toList();
      for (int winner : List.of(1, 3)) {
        assertEquals(
            List.of("revoke " + winner, "release " + winner),
            calls.stream()
                .filter(c -> c.equals("revoke " + winner) || c.equals("release " + winner))
                .toList());
      }
      hosts.assertAtRest();
    }
  }

  /// The host is gone before it has written who confirmed.
  @Test
  void isRunOnByAnotherHost() {
    try (Hosts hosts = new Hosts(kind, folder, 1, stage)) {
      hosts.deploy(RACE);
      hosts.dieAfter(1, true);
      hosts.run("race", "race", inVain(false));

      assertEquals(new Value.Items(numbers(1, 3)), hosts.result("race"));
      List<Value> released = Stream.of(done("release")).flatMap(List::stream).distinct().toList();
      assertEquals(numbers(0, 2, 4, 5), released);
      hosts.assertAtRest();
    }
  }
}
