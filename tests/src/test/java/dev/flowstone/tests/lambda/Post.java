package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.tests.lambda.Rest.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Sends what a set of executions is to be sent, in an order that is drawn, through every door of
/// the host, and again and again until it is acknowledged, a part of it once more even then.
final class Post {
  private static final int SENDERS = 6;
  private static final int WINDOW = 150;

  private final LocalAws aws;
  private final Random random;
  private final List<Letter> letters = new ArrayList<>();
  final AtomicLong repeats = new AtomicLong();

  private record Letter(String name, Value.Fields request) {}

  Post(LocalAws aws, long seed, Map<String, Plan> executions) {
    this.aws = aws;
    this.random = new Random(seed);
    executions.forEach(this::write);
  }

  private void write(String name, Plan plan) {
    letters.add(
        new Letter(
            name,
            new Document()
                .put("action", "start")
                .put("workflow", plan.workflow())
                .put("name", name)
                .put("input", plan.input())
                .value()));
    plan.signals()
        .forEach((signal, payload) ->
            letters.add(
                new Letter(
                    name,
                    new Document()
                        .put("action", "signal")
                        .put("name", name)
                        .put("signal", signal)
                        .put("payload", payload)
                        .put("key", "letter-" + signal)
                        .value())));
  }

  /// Returns when all of it was acknowledged.
  void deliver() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(Thread.ofPlatform().daemon().name("sender-" + i).start(this::send));
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void send() {
    for (Letter letter = draw(); letter != null; letter = draw()) {
      boolean arrived = isAcknowledged(letter);
      boolean again = draw(4) == 0;
      if (arrived && again) {
        repeats.incrementAndGet();
      }
      if (!arrived || again) {
        putBack(letter);
      }
    }
  }

  private synchronized @Nullable Letter draw() {
    return letters.isEmpty()
        ? null
        : letters.remove(random.nextInt(Math.min(WINDOW, letters.size())));
  }

  private synchronized void putBack(Letter letter) {
    letters.add(random.nextInt(Math.min(WINDOW, letters.size() + 1)), letter);
  }

  private synchronized int draw(int bound) {
    return random.nextInt(bound);
  }

  private boolean isAcknowledged(Letter letter) {
    try {
      return switch (draw(3)) {
        case 0 -> isAcknowledged(aws.rest().ask(call(letter)).status());
        case 1 -> isAcknowledged((int) aws.direct(letter.request()).whole("status"));
        default -> {
          // The queue keeps it until it is taken; a signal that is there before its execution comes
          // again from there.
          aws.send(Json.of(letter.request()));
          yield true;
        }
      };
    } catch (CompletionException | IllegalStateException | ClassCastException e) {
      return false; // the process died over it, or the invocation took too long
    }
  }

  /// 409: it has ended, and so has had everything.
  private static boolean isAcknowledged(int status) {
    return status < 300 || status == 409;
  }

  private static Call call(Letter letter) {
    Reading request = Reading.of(letter.request());
    return switch (request.text("action")) {
      case "start" ->
          Call.post(
              "/workflows/" + request.text("workflow") + "/executions",
              new Document()
                  .put("name", letter.name())
                  .put("input", letter.request().get("input").orElseThrow())
                  .value());
      default ->
          Client.signal(
              letter.name(),
              request.text("signal"),
              letter.request().get("payload").orElseThrow(),
              request.text("key"));
    };
  }
}
