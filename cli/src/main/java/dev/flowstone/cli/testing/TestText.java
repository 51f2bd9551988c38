package dev.flowstone.cli.testing;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Tests in words: a line for each, and all that is known of one that failed.
public final class TestText {
  private final Colors colors;

  public TestText(Colors colors) {
    this.colors = colors;
  }

  /// The tests of one file; nothing where none was run.
  public List<String> lines(TestedFile file) {
    if (file.outcomes().isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(colors.bold(file.text().name()));
    FailureText failures = new FailureText(file, colors);
    for (TestOutcome outcome : file.outcomes()) {
      String verdict = outcome.passed() ? colors.green("ok    ") : colors.red("FAILED");
      lines.add("  " + verdict + "  " + Printable.line(outcome.title()));
      if (!outcome.passed()) {
        failures.lines(outcome).forEach(line -> lines.add("          " + line));
      }
    }
    return lines;
  }

  public String summary(TestResults results) {
    long all = results.tests();
    long failed = results.failures();
    if (all == 0) {
      return colors.red("no test was run");
    }
    String passed = (all - failed) + " of " + all + (all == 1 ? " test" : " tests") + " passed";
    String seconds = String.format(Locale.ROOT, "%.2f s", results.took().toNanos() / 1e9);
    return (failed == 0 ? colors.green(passed) : colors.red(passed)) + ", " + seconds;
  }
}
