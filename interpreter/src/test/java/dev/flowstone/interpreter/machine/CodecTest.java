package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.flowstone.grammar.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodecTest {

  @Test
  void messagesComeBackAsTheyWere() {
    Value payload = new Value.Fields(Map.of(new Value.Text("$timestamp"), Value.Double.of(1.50)));
    for (var message :
        List.of(
            new Message.Signal("go", payload),
            new Message.CallbackSucceeded("1", payload),
            new Message.CallbackFailed("1", "Refused", "no", Optional.of(payload)),
            new Message.CallbackFailed("1", "Refused", "no", Optional.empty()),
            new Message.CallbackHeartbeat("1"),
            new Message.Cancel("enough"),
            new Message.Terminate("at once"),
            new Message.Redrive("again"))) {
      assertEquals(new Decoded.Ok<>(message), MessageCodec.decode(MessageCodec.encode(message)));
    }
  }

  @Test
  void whatANewerVersionWroteIsLeftAlone() {
    var bytes = "{\"format\":3,\"surprise\":true}".getBytes(StandardCharsets.UTF_8);
    assertEquals(new Decoded.Newer<>(3), StateCodec.decode(bytes));
    assertEquals(new Decoded.Newer<>(3), EventCodec.decode(bytes));
    assertEquals(new Decoded.Newer<>(3), MessageCodec.decode(bytes));
  }

  @Test
  void whatIsNoStateIsCorrupt() {
    for (var text :
        List.of(
            "",
            "7",
            "{}",
            "{\"format\":\"1\"}",
            "{\"format\":1}",
            "{\"format\":1,\"events\":[{\"kind\":\"no\",\"at\":\"2026-01-01T00:00:00Z\"}]}",
            "{\"format\":1,\"events\":[{\"kind\":\"no\",\"at\":\"today\"}]}",
            "{\"format\":1,\"message\":{\"kind\":\"signal\"}}")) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      assertInstanceOf(Decoded.Corrupt.class, StateCodec.decode(bytes), text);
      assertInstanceOf(Decoded.Corrupt.class, MessageCodec.decode(bytes), text);
    }
  }

  /// Bytes that were damaged in any place give a result, never an exception.
  @Test
  void damagedStatesAreValues() throws IOException {
    var states = states();
    var random = new Random(1);
    for (int i = 0; i < 3_000; i++) {
      var bytes = StateCodec.encode(states.get(random.nextInt(states.size()))).clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertNotNull(StateCodec.decode(bytes));
    }
  }

  @Test
  void equalStatesGiveEqualBytesWhateverTheOrderOfTheirMaps() throws IOException {
    for (var state : states()) {
      var reordered =
          new State(
              state.identity(),
              state.epoch(),
              state.time(),
              state.deadline(),
              state.pausedSince(),
              state.counters(),
              new TreeMap<>(state.mailbox()),
              state.consumed(),
              state.fibers(),
              state.failure());
      assertArrayEquals(StateCodec.encode(state), StateCodec.encode(reordered));
      assertEquals(new Decoded.Ok<>(state), StateCodec.decode(StateCodec.encode(state)));
    }
  }

  private static List<State> states() throws IOException {
    var states = new ArrayList<State>();
    for (var file : Golden.scenarios()) {
      Scenario.run(Files.readString(file), states::add);
    }
    return states;
  }
}
