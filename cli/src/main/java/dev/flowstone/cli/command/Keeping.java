package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How much this machine keeps of its executions, told by the environment as to a deployed host:
/// without a word all that have ended, and ten thousand writes of each.
record Keeping(OptionalInt history, Optional<Duration> retention) {
  private static final String HISTORY = "FLOWSTONE_HISTORY";
  private static final String RETENTION = "FLOWSTONE_RETENTION_DAYS";

  static Keeping of(Map<String, String> environment) {
    OptionalInt days = number(environment, RETENTION, 1, 3_650);
    return new Keeping(
        number(environment, HISTORY, 100, 1_000_000),
        days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.empty());
  }

  private static OptionalInt number(
      Map<String, String> environment, String name, int least, int most) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw Problem.usage("%s is no number from %,d to %,d: %s".formatted(name, least, most, text))
        .stop();
  }
}
