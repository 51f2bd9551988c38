package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.tests.docs.Markdown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// An execution as it is to go: what it is started with, what it is sent, and how it ends whatever
/// happens to its hosts.
///
/// `ending` is the status with the `status` or the `sum` of the result, or with the name of the
/// error; `undos` are the steps of its undos in their order.
record Plan(
    String workflow, Value input, Map<String, Value> signals, String ending, List<String> undos) {

  private static final Path WORKFLOWS = Markdown.root().resolve("workflows");
  private static final List<String> ORDER_UNDOS = List.of("stock.undo", "payment.undo");

  /// Whether it ends because nobody decides in seven days.
  boolean expires() {
    return ending.equals("FAILED ApprovalExpired");
  }

  /// Of one of the founding workflows.
  static Plan founding(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> order(Map.of("approval", decision(true)), "SUCCEEDED completed", List.of());
      case 1 -> order(Map.of("approval", decision(false)), "SUCCEEDED cancelled", ORDER_UNDOS);
      case 2 -> order(Map.of(), "FAILED ApprovalExpired", ORDER_UNDOS);
      case 3 -> expenses(decision(true), "SUCCEEDED reimbursed");
      case 4 -> expenses(decision(false), "SUCCEEDED rejected");
      default -> new Plan("ai_assistant", input("ai_assistant"), Map.of(), "SUCCEEDED ", List.of());
    };
  }

  private static Plan order(Map<String, Value> signals, String ending, List<String> undos) {
    return new Plan("order_processing", input("order_processing"), signals, ending, undos);
  }

  private static Plan expenses(Value decision, String ending) {
    return new Plan(
        "expense_approval",
        input("expense_approval"),
        Map.of("manager_decision", decision),
        ending,
        List.of());
  }

  private static Value decision(boolean approved) {
    return new Document().put("approved", approved).put("by", "claire").value();
  }

  static List<String> foundingNames() {
    return List.of("order_processing", "expense_approval", "ai_assistant");
  }

  static String source(String founding) {
    return read(WORKFLOWS.resolve(founding).resolve(founding + ".flow"));
  }

  private static Value input(String founding) {
    return Json.read(read(WORKFLOWS.resolve(founding).resolve("input.json")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A workflow that was made up: steps with retries and undos, waits and signals, one after the
  /// other, and its end for any input.
  record Mix(
      String name,
      String source,
      List<String> signals,
      int steps,
      List<String> undos,
      boolean fails) {

    static Mix of(String name, Random random) {
      StringBuilder code = new StringBuilder();
      List<String> signals = new ArrayList<>();
      List<String> undos = new ArrayList<>();
      String sum = "input.n";
      int steps = 0;
      int statements = 4 + random.nextInt(6);
      for (int i = 0; i < statements; i++) {
        switch (random.nextInt(6)) {
          case 0 -> code.append("wait ").append(50 + random.nextInt(2_500)).append("ms\n");
          case 1 -> {
            String signal = "s" + i;
            signals.add(signal);
            code.append("%s = wait for %s timeout 30d\n".formatted(signal, signal));
            sum = sum + " + " + signal + ".value";
          }
          case 2, 3 -> {
            steps++;
            undos.addFirst("v" + i + ".undo");
            code.append(
                """
                v%d = step chaos.work(n: %s, ms: %d)
                  compensate { step chaos.undo(n: %d, ms: %d) retry often }
                """
                    .formatted(i, sum, random.nextInt(700), i, random.nextInt(300)));
            sum = "v" + i;
          }
          default -> {
            steps++;
            code.append(
                "v%d = step chaos.work(n: %s, ms: %d, failures: %d)\n"
                    .formatted(i, sum, random.nextInt(400), random.nextInt(3)));
            sum = "v" + i;
          }
        }
      }
      boolean fails = random.nextInt(3) == 0;
      code.append(
          fails
              ? "step chaos.refuse(n: " + sum + ")\nreturn 0\n"
              : "return { sum: " + sum + " }\n");
      String head =
          """
          workflow %s
          input { n: int }
          retry often = 60 attempts, backoff 5ms..20ms
          default retry often

          """
              .formatted(name);
      return new Mix(name, head + code, signals, steps, fails ? undos : List.of(), fails);
    }

    Plan plan(int n) {
      long sum = (long) n + steps;
      Map<String, Value> sent = new java.util.LinkedHashMap<>();
      for (int i = 0; i < signals.size(); i++) {
        long value = 1_000L * (i + 1) + n;
        sum += value;
        sent.put(signals.get(i), new Document().put("value", value).value());
      }
      return new Plan(
          name,
          new Document().put("n", n).value(),
          sent,
          fails ? "FAILED Refused" : "SUCCEEDED " + sum,
          undos);
    }
  }
}
