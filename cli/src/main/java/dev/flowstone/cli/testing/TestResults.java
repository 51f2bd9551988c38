package dev.flowstone.cli.testing;

import java.time.Duration;
import java.util.List;

/// What came of all test files that were asked for.
///
/// @param wrong files that kept tests from being run
public record TestResults(
    List<TestedFile> files, List<CheckedFile> wrong, List<CoveredFile> coverage, Duration took) {

  public TestResults {
    files = List.copyOf(files);
    wrong = List.copyOf(wrong);
    coverage = List.copyOf(coverage);
  }

  public long tests() {
    return files.stream().mapToLong(file -> file.outcomes().size()).sum();
  }

  public long failures() {
    return files.stream().mapToLong(TestedFile::failures).sum();
  }

  /// The share of statements and branches that are covered, in percent: 100 where there are none.
  public double covered() {
    long all = coverage.stream().mapToLong(CoveredFile::all).sum();
    long covered = coverage.stream().mapToLong(CoveredFile::covered).sum();
    return all == 0 ? 100 : 100.0 * covered / all;
  }
}
