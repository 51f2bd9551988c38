package dev.flowstone.tests.tidy.planted;

import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// One nested class for each way out of a pure package.
final class Impurity {

  private Impurity() {}

  record ClockField(Clock clock) {}

  record StreamField(InputStream input) {}

  record ThreadField(Thread thread) {}

  record ExecutorField(ExecutorService executor) {}

  record FutureField(CompletableFuture<String> future) {}

  record SocketField(Socket socket) {}

  static final class PathArrayField {
    final Path[] paths = {};
  }

  record GeneratorField(RandomGenerator random) {}

  static final class InstantNow {
    final Instant now = Instant.now();
  }

  static final class InstantNowByReference {
    final Supplier<Instant> now = Instant::now;
  }

  static final class DateNow {
    final LocalDate today = LocalDate.now(ZoneId.of("UTC"));
  }

  static final class MillisNow {
    final long now = System.currentTimeMillis();
  }

  static final class NanosNow {
    final long now = System.nanoTime();
  }

  static final class Environment {
    final List<String> names = List.copyOf(System.getenv().keySet());
  }

  static final class StandardOutput {
    final PrintStream out = System.out;
  }

  static final class MathRandom {
    final double random = Math.random();
  }

  static final class ThreadRandom {
    final int random = ThreadLocalRandom.current().nextInt();
  }

  static final class Secure {
    final int random = new SecureRandom().nextInt();
  }

  static final class RandomIdentifier {
    final UUID id = UUID.randomUUID();
  }

  static final class Shuffle {
    final List<String> words = new ArrayList<>(List.of("a", "b"));

    void shuffle() {
      Collections.shuffle(words);
    }
  }

  static final class DefaultZone {
    final ZoneId zone = ZoneId.systemDefault();
  }

  static final class DefaultLocale {
    final Locale locale = Locale.getDefault();
  }
}
