package dev.flowstone.cli.source;

import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.interpreter.report.Reading;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a host found in a source that it was sent, back at its places in the local text.
public final class GateFindings {

  private GateFindings() {}

  /// The workflows in `live` come together with this one, in whatever order: that the host does not
  /// have them yet is left out.
  public static List<Diagnostic> in(
      WorkflowSource source, List<Reading> findings, Set<String> live) {
    Set<Integer> coming =
        source.program().stream()
            .flatMap(program -> program.called().stream())
            .filter(call -> live.contains(call.workflow()))
            .map(call -> source.positions().steps().getOrDefault(call.id(), Span.NONE).start())
            .collect(Collectors.toSet());
    return findings.stream()
        .map(finding -> diagnostic(source.text(), finding))
        .filter(each ->
            !each.code().equals(Callees.UNKNOWN_WORKFLOW) || !coming.contains(each.span().start()))
        .toList();
  }

  private static Diagnostic diagnostic(SourceText text, Reading finding) {
    int start = offset(text, finding.whole("line"), finding.whole("column"));
    int end = offset(text, finding.whole("end_line"), finding.whole("end_column"));
    return new Diagnostic(
        finding.text("code"),
        finding.word("severity", Severity.class),
        finding.text("message"),
        finding.optionalText("hint"),
        finding.fields().get("related").isEmpty()
            ? List.of()
            : finding.objects("related").stream().map(related -> related(text, related)).toList(),
        new Span(start, Math.max(start, end)));
  }

  private static Diagnostic.Related related(SourceText text, Reading related) {
    int start = offset(text, related.whole("line"), related.whole("column"));
    return new Diagnostic.Related(related.text("message"), new Span(start, start));
  }

  /// Lines and columns count from 1, columns in characters; what is beyond the text is its end.
  private static int offset(SourceText text, long line, long column) {
    int low = 0;
    int high = text.text().length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      SourceText.Position position = text.position(middle);
      boolean before =
          position.line() < line || (position.line() == line && position.column() < column);
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
