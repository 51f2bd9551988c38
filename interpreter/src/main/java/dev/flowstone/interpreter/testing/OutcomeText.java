package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A failed test in plain words, for the message of an assertion.
final class OutcomeText {

  private OutcomeText() {}

  static String of(TestOutcome outcome, SourceText source) {
    List<String> lines = new ArrayList<>();
    outcome
        .problem()
        .ifPresent(problem -> lines.add(place(problem.place(), source) + problem.message()));
    for (Mismatch mismatch : outcome.mismatches()) {
      lines.add(place(mismatch.place(), source) + mismatch.what());
      mismatch.differences().forEach(each -> difference(mismatch.subject(), each, lines));
      mismatch.sequence().forEach(entry -> lines.add("  " + sign(entry.kind()) + entry.name()));
    }
    if (outcome.onlyWhenCrashing()) {
      lines.add("without crashes it passes");
    }
    outcome
        .recording()
        .ifPresent(it -> lines.add("called: " + String.join(", ", it.handlers(false))));
    return String.join(System.lineSeparator(), lines);
  }

  private static void difference(String subject, Difference difference, List<String> lines) {
    lines.add("  " + subject + difference.path());
    difference.expected().ifPresent(value -> lines.add("    - " + json(value)));
    difference.actual().ifPresent(value -> lines.add("    + " + json(value)));
  }

  private static String json(Value value) {
    return ValueJson.render(value) instanceof ValueJson.Rendered.Ok(String json)
        ? json
        : value.toString();
  }

  private static String sign(SequenceDiff.Kind kind) {
    return switch (kind) {
      case SAME, OTHERS -> "  ";
      case MISSING -> "- ";
      case UNEXPECTED -> "+ ";
    };
  }

  private static String place(Optional<Span> span, SourceText source) {
    return span.map(
            it -> {
              SourceText.Position at = source.position(it.start());
              return source.name() + ":" + at.line() + ":" + at.column() + ": ";
            })
        .orElse("");
  }
}
