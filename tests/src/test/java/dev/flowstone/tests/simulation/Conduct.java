package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a handler behaves in one attempt: a function of the seed, the call and the attempt, whoever
/// asks and when.
record Conduct(Duration takes, Reply reply, boolean beats, boolean obeys) {

  /// The same without any trouble: it answers at once.
  Conduct plain(long seed, String call) {
    Reply answer = new Reply.Completed(answer(Draw.of(seed, call)));
    return isPlain() ? this : new Conduct(Duration.ofMillis(1), answer, true, true);
  }

  boolean isPlain() {
    return takes.toMillis() <= 1 && reply instanceof Reply.Completed;
  }

  static Conduct of(long seed, String call, int attempt, String handler, boolean slow) {
    Draw draw = Draw.of(seed, call + "#" + attempt);
    Duration takes =
        slow || (handler.equals("work.slow") && draw.chance(50))
            ? Duration.ofSeconds(draw.between(3, 90))
            : draw.chance(40) ? Duration.ofMillis(draw.between(1, 50)) : Duration.ofMillis(1);
    boolean mute = handler.endsWith(".mute") && draw.chance(60);
    return new Conduct(
        mute ? Duration.ofSeconds(draw.between(1, 60)) : takes,
        reply(draw, handler, attempt),
        !mute,
        draw.chance(70));
  }

  private static Reply reply(Draw draw, String handler, int attempt) {
    int failing =
        switch (handler.substring(handler.indexOf('.') + 1)) {
          case "bad" -> attempt > 12 ? 20 : 75;
          case "shaky" -> attempt > 12 ? 5 : 35;
          default -> 3;
        };
    return draw.chance(failing) ? failure(draw) : new Reply.Completed(answer(draw));
  }

  private static Reply failure(Draw draw) {
    return switch (draw.below(6)) {
      case 0, 1 -> failed("Shaky", false, false, Optional.empty());
      case 2 -> failed("Odd", false, true, Optional.of(new Value.Int(draw.below(9))));
      case 3 -> failed("Refused", true, true, Optional.of(answer(draw)));
      case 4 -> failed("HandlerFailed", false, false, Optional.empty());
      default -> failed("Refused", true, false, Optional.empty());
    };
  }

  private static Reply failed(
      String error, boolean permanent, boolean certain, Optional<Value> data) {
    return new Reply.Failed(error, "as drawn", data, permanent, certain);
  }

  /// What handlers, signals and callbacks give.
  static Value.Fields answer(Draw draw) {
    Map<Value, Value> answer = new LinkedHashMap<>();
    answer.put(new Value.Text("n"), new Value.Int(draw.below(5)));
    answer.put(new Value.Text("ok"), new Value.Bool(draw.chance(60)));
    answer.put(new Value.Text("kind"), new Value.Text(draw.any("a", "b", "d")));
    answer.put(
        new Value.Text("list"),
        new Value.Items(
            List.<Value>of(new Value.Int(1), new Value.Int(2), new Value.Int(3))
                .subList(0, draw.below(4))));
    return new Value.Fields(answer);
  }
}
