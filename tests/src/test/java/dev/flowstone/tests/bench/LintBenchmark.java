package dev.flowstone.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.tests.docs.Markdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What `flow lint` costs on a folder of a thousand flows of fifty lines: wall time and the most
/// memory that the process had at once, as the kernel counts it.
@EnabledIfSystemProperty(named = "bench", matches = "lint|all")
final class LintBenchmark {
  private static final int FLOWS = 1_000;
  private static final int ROUNDS = 5;
  private static final Path ROOT = Markdown.root();

  @TempDir private Path folder;

  @Test
  void measuresAThousandFlows() throws Exception {
    for (int i = 0; i < FLOWS; i++) {
      Files.writeString(folder.resolve("flow_%04d.flow".formatted(i)), flow(i));
    }
    Files.writeString(folder.resolve("one.flow"), flow(FLOWS));
    lint("one.flow"); // builds the launcher where that is to do
    measure(1, "one.flow");
    measure(FLOWS + 1, ".");
  }

  private void measure(int flows, String path) throws Exception {
    List<Double> seconds = new ArrayList<>();
    List<Long> kilobytes = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      kilobytes.add(lint(path));
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "flow lint, %,5d flows of 50 lines: %.2f s, %,d MB (medians of %d)%n",
        flows, median(seconds), median(kilobytes) / 1024, ROUNDS);
  }

  private static <T extends Comparable<T>> T median(List<T> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// Answers the peak of resident memory in KB, read from the kernel again and again until the
  /// process ends.
  private long lint(String path) throws IOException, InterruptedException {
    Path out = folder.resolveSibling("lint.txt");
    Process process =
        new ProcessBuilder(ROOT.resolve("flow").toString(), "lint", path)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peak(process.pid()));
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }
    assertEquals(0, process.waitFor(), () -> read(out));
    return peak;
  }

  private static long peak(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    try {
      return Files.readAllLines(status, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0; // it ended meanwhile
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Fifty lines that use what real flows use.
  private static String flow(int number) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Generated flow number %d.
        workflow flow_%d

        input {
          order_id: string
          amount: number
          items: [{sku: string, quantity: int}]
        }
        signal approval: {approved: bool, reason?: string}
        timeout 10d
        retry steady = 5 attempts, backoff 1s..60s, jitter full, except [CardDeclined]

        order = step orders.validate(order_id: input.order_id, amount: input.amount) timeout 10s
        total = input.items.map(i, i.quantity).filter(q, q > %d).size() + %d

        """
            .formatted(number, number, number % 7, number));
    for (int step = 0; step < 4; step++) {
      text.append(
          """
          payment_%1$d = step payments.charge(
            order: order,
            amount: input.amount * %2$d + total,
            text: "order ${order.id} of ${input.order_id}"
          )
            retry steady
            timeout 30s
            compensate payments.refund(payment: payment_%1$d)
          """
              .formatted(step, step + 1));
    }
    text.append(
        """

        approval = wait for approval timeout 7d
          on timeout { fail Expired "nobody decided on ${order.id}" }
        if approval.approved && total > 0 {
          return {status: "completed", total: total}
        } else {
          rollback
          return {status: "cancelled", reason: approval.?reason.orValue("none")}
        }
        """);
    return text.toString();
  }
}
