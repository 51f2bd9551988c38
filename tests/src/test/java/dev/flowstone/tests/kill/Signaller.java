package dev.flowstone.tests.kill;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Sending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// Sends each approval of a wave from another process, some before anybody waits for it, some
/// twice, until it is acknowledged.
final class Signaller implements AutoCloseable {
  private record Letter(String name, String signal, long value) {}

  private final Engine engine;
  private final Random random;
  private final List<Letter> letters = new ArrayList<>();
  private final Thread thread;
  private volatile boolean open = true;

  Signaller(Engine engine, Random random, Wave wave) {
    this.engine = engine;
    this.random = random;
    for (Wave.Member member : wave.members()) {
      if ("approvals".equals(member.shape())) {
        for (String signal : Wave.SIGNALS) {
          letters.add(new Letter(member.name(), signal, member.value(signal)));
        }
      }
    }
    this.thread = Thread.ofPlatform().daemon().name("signaller").start(this::run);
  }

  private void run() {
    while (open && !letters.isEmpty()) {
      LockSupport.parkNanos(random.nextInt(60) * 1_000_000L);
      Letter letter = letters.get(random.nextInt(letters.size()));
      boolean received = send(letter);
      if (received && random.nextInt(3) > 0) { // else it will be sent again
        letters.remove(letter);
      }
    }
  }

  private boolean send(Letter letter) {
    Value payload =
        new Value.Fields(Map.of(new Value.Text("value"), new Value.Int(letter.value())));
    Sending sent =
        engine.signal(
            letter.name(), letter.signal(), payload, Optional.of("letter-" + letter.signal()));
    return switch (sent) {
      case Sending.Accepted _, Sending.Duplicate _ -> true;
      case Sending.Missing _, Sending.Full _ -> false;
      // It has ended, and so has had every signal.
      case Sending.Refused _ -> true;
      case Sending.BadToken _, Sending.Rejected _ ->
          throw new IllegalStateException(sent.toString());
    };
  }

  @Override
  public void close() {
    open = false;
    while (thread.isAlive()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
