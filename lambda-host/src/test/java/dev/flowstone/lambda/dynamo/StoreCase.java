package dev.flowstone.lambda.dynamo;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;

/// The words in which the tests of this package speak to a store.
final class StoreCase {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  static final Holder HOST =
      new Holder("host-4f1c22d09a7be331", Duration.ofSeconds(60), Optional.empty());

  private StoreCase() {}

  static NewExecution execution(String name, Optional<Instant> deadline) {
    return new NewExecution(
        name,
        id(name),
        "orders",
        "cafe",
        "beef",
        1,
        "RUNNING",
        new Slot(0, 1, nonce(0), T0, bytes(0, 300)),
        deadline);
  }

  static void begin(DynamoDbStore store, String name) {
    var _ = store.create(execution(name, Optional.empty()), Optional.of(HOST), T0);
  }

  static String id(String name) {
    return "%032x".formatted(name.hashCode());
  }

  static String nonce(long index) {
    return "%032x".formatted(index);
  }

  static Slot slot(long index, byte[] body) {
    return new Slot(index, 1, nonce(index), T0, body);
  }

  static InboxEntry message(String key, int size) {
    return new InboxEntry(key, T0, false, bytes(key.hashCode(), size));
  }

  static Claim claim(DynamoDbStore store, String name, String nonce, Instant now) {
    return store.claim(name, new Claiming(HOST, nonce, 1, false), now);
  }

  static Released released(
      long epoch, String nonce, long seen, List<String> keys, Optional<Snapshot> snapshot) {
    return new Released(epoch, nonce, seen, keys, Optional.of(T0), "WAITING", snapshot, false);
  }

  static Ending ending(long epoch, String nonce, Optional<Instant> expires) {
    return new Ending(epoch, nonce, "SUCCEEDED", T0, expires, Optional.empty(), List.of());
  }

  /// What is said of a call that no repetition mends.
  static String refused(Executable call) {
    return String.valueOf(assertThrows(IllegalStateException.class, call).getMessage());
  }

  /// Bytes that cannot be deflated.
  static byte[] bytes(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
