package dev.flowstone.cli.testing;

import dev.flowstone.interpreter.testing.WorkflowCoverage;
import java.util.Map;
import java.util.TreeMap;

/// Coverage as a tracefile of LCOV, which editors and coverage services read.
public final class Lcov {

  private Lcov() {}

  public static String of(TestResults results) {
    StringBuilder out = new StringBuilder();
    results.coverage().forEach(file -> file(file, out));
    return out.toString();
  }

  private static void file(CoveredFile file, StringBuilder out) {
    WorkflowCoverage coverage = file.coverage();
    out.append("TN:\nSF:").append(file.text().name()).append('\n');
    for (WorkflowCoverage.Branch branch : coverage.branches()) {
      // What was never come to is a dash, what was not taken is a zero.
      String taken = branch.reached() ? Integer.toString(branch.count()) : "-";
      out.append(
          "BRDA:%d,%d,%d,%s%n"
              .formatted(
                  line(file, branch.decision().start()),
                  branch.index(),
                  coverage.branches().indexOf(branch) - branch.index(),
                  taken));
    }
    out.append("BRF:").append(coverage.branches().size()).append('\n');
    out.append("BRH:").append(coverage.coveredBranches()).append('\n');
    Map<Integer, Integer> lines = new TreeMap<>();
    for (WorkflowCoverage.Statement statement : coverage.statements()) {
      lines.merge(line(file, statement.span().start()), statement.count(), Math::max);
    }
    lines.forEach((line, count) -> out.append("DA:" + line + "," + count + "\n"));
    out.append("LF:").append(lines.size()).append('\n');
    long hit = lines.values().stream().filter(count -> count > 0).count();
    out.append("LH:").append(hit).append("\nend_of_record\n");
  }

  private static int line(CoveredFile file, int offset) {
    return file.text().position(offset).line();
  }
}
