package dev.flowstone.cli.testing;

import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.testing.Recording;
import dev.flowstone.interpreter.testing.TestOutcome;
import dev.flowstone.interpreter.testing.WorkflowCoverage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Tests as `flow test --json` prints them.
public final class TestDocument {

  private TestDocument() {}

  /// `covered` tells whether coverage was asked for.
  public static Document of(TestResults results, boolean covered) {
    Document document =
        new Document()
            .put("tests", results.tests())
            .put("failures", results.failures())
            .put("took_seconds", results.took())
            .put("files", results.files().stream().map(TestDocument::file).toList())
            .put(
                "findings",
                results.wrong().stream()
                    .flatMap(file -> Findings.documents(file.text(), file.diagnostics()).stream())
                    .toList());
    return covered
        ? document.put("coverage", results.coverage().stream().map(TestDocument::coverage).toList())
        : document;
  }

  private static Document file(TestedFile file) {
    return new Document()
        .put("file", file.text().name())
        .put("workflow", file.workflow())
        .put("tests", file.outcomes().stream().map(outcome -> test(file, outcome)).toList());
  }

  private static Document test(TestedFile file, TestOutcome outcome) {
    Document document = new Document().put("name", outcome.title()).put("passed", outcome.passed());
    outcome
        .recording()
        .ifPresent(recording ->
            document
                .put("status", recording.status().name().toLowerCase(Locale.ROOT))
                .put("time_seconds", time(recording)));
    document.put("took_seconds", outcome.took());
    if (!outcome.passed()) {
      List<String> lines = new FailureText(file, Colors.OFF).lines(outcome);
      document.putTexts("failure", lines);
    }
    return document;
  }

  private static Duration time(Recording recording) {
    return recording.time();
  }

  private static Document coverage(CoveredFile file) {
    WorkflowCoverage coverage = file.coverage();
    return new Document()
        .put("file", file.text().name())
        .put("statements", coverage.statements().size())
        .put("covered_statements", coverage.coveredStatements())
        .put("branches", coverage.branches().size())
        .put("covered_branches", coverage.coveredBranches());
  }
}
