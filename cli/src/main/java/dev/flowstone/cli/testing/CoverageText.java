package dev.flowstone.cli.testing;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.interpreter.testing.WorkflowCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Coverage in words: a line for each workflow, and below it what no test comes to.
public final class CoverageText {
  private static final List<String> NEVER = List.of("    no test runs it");

  private final Colors colors;

  public CoverageText(Colors colors) {
    this.colors = colors;
  }

  public List<String> lines(TestResults results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        colors.bold("coverage")
            + String.format(Locale.ROOT, " %.1f %% of statements and branches", results.covered()));
    int width =
        results.coverage().stream().mapToInt(file -> file.text().name().length()).max().orElse(0);
    for (CoveredFile file : results.coverage()) {
      WorkflowCoverage coverage = file.coverage();
      String name = String.format("%-" + Math.max(1, width) + "s", file.text().name());
      lines.add(
          "  "
              + name
              + "  "
              + share(coverage.coveredStatements(), coverage.statements().size(), "statements")
              + ", "
              + share(coverage.coveredBranches(), coverage.branches().size(), "branches"));
      boolean never = coverage.coveredStatements() == 0 && !coverage.statements().isEmpty();
      lines.addAll(never ? NEVER : missing(file));
    }
    return lines;
  }

  private String share(int covered, int all, String what) {
    String text = covered + " of " + all + " " + what;
    return covered == all ? colors.green(text) : colors.yellow(text);
  }

  private static List<String> missing(CoveredFile file) {
    List<String> lines = new ArrayList<>();
    SourceText source = file.text();
    for (WorkflowCoverage.Statement statement : file.coverage().statements()) {
      if (statement.count() == 0) {
        lines.add("    " + place(source, statement.span()) + " is never run");
      }
    }
    for (WorkflowCoverage.Branch branch : file.coverage().branches()) {
      if (branch.count() == 0 && branch.reached()) {
        lines.add("    " + place(source, branch.decision()) + " " + branch.way());
      }
    }
    return lines;
  }

  private static String place(SourceText source, Span span) {
    String text = source.text().substring(span.start(), span.end());
    String first = text.lines().findFirst().orElse("").strip();
    String shown = first.length() > 60 ? first.substring(0, 59) + "…" : first;
    return source.position(span.start()).line() + ": " + Printable.line(shown);
  }
}
