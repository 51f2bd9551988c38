package dev.flowstone.cli.testing;

import dev.flowstone.cli.execution.TimelineText;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.JsonLayout;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.SourcePlace;
import dev.flowstone.interpreter.testing.Difference;
import dev.flowstone.interpreter.testing.Mismatch;
import dev.flowstone.interpreter.testing.Problem;
import dev.flowstone.interpreter.testing.Recording;
import dev.flowstone.interpreter.testing.SequenceDiff;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A failed test in words: what was expected and what came, and the timeline.
public final class FailureText {

  private static final int LONGEST_TIMELINE = 60;

  private final SourceText source;
  private final WorkflowSource workflow;
  private final Colors colors;

  public FailureText(TestedFile file, Colors colors) {
    this.source = file.text();
    this.workflow = file.source();
    this.colors = colors;
  }

  public List<String> lines(TestOutcome outcome) {
    List<String> lines = new ArrayList<>();
    outcome.problem().ifPresent(problem -> lines.addAll(problem(problem)));
    outcome.mismatches().forEach(mismatch -> lines.addAll(mismatch(mismatch)));
    if (outcome.onlyWhenCrashing()) {
      lines.add(
          colors.yellow("Without crashes it passes")
              + ": something is lost where the host dies after a checkpoint.");
    }
    outcome.recording().ifPresent(recording -> lines.addAll(failure(recording)));
    outcome.recording().ifPresent(recording -> lines.addAll(timeline(recording)));
    return lines;
  }

  /// Where in the workflow the execution has failed, as far as that is known.
  private List<String> failure(Recording recording) {
    OptionalInt failed = recording.failedAt();
    List<Span> code = workflow.positions().code();
    if (failed.isEmpty() || failed.getAsInt() >= code.size()) {
      return List.of();
    }
    Span span = code.get(failed.getAsInt());
    String error = recording.error().map(fault -> ": " + fault.name()).orElse("");
    return List.of(
        place(workflow.text(), span) + "here it failed" + Printable.line(error),
        "  " + colors.dim(written(workflow.text(), span)));
  }

  private List<String> problem(Problem problem) {
    List<String> lines = new ArrayList<>();
    lines.add(place(problem.place()) + colors.red(Printable.line(problem.message())));
    problem.place().ifPresent(span -> lines.add("  " + written(source, span)));
    return lines;
  }

  private List<String> mismatch(Mismatch mismatch) {
    List<String> lines = new ArrayList<>();
    lines.add(place(mismatch.place()) + colors.red(Printable.line(mismatch.what())));
    mismatch.place().ifPresent(span -> lines.add("  " + colors.dim(written(source, span))));
    mismatch.differences().forEach(each -> lines.addAll(difference(mismatch.subject(), each)));
    mismatch.sequence().forEach(entry -> lines.add("    " + entry(entry)));
    return lines;
  }

  private List<String> difference(String subject, Difference difference) {
    String path = subject + difference.path();
    List<String> lines = new ArrayList<>();
    lines.add("    " + Printable.line(path));
    difference.expected().ifPresent(value -> lines.addAll(value("- ", value, true)));
    difference.actual().ifPresent(value -> lines.addAll(value("+ ", value, false)));
    return lines;
  }

  private List<String> value(String sign, Value value, boolean expected) {
    return Printable.lines(JsonLayout.indented(value))
        .lines()
        .map(line -> "    " + (expected ? colors.green(sign + line) : colors.red(sign + line)))
        .toList();
  }

  private String entry(SequenceDiff.Entry entry) {
    return switch (entry.kind()) {
      case SAME -> "  " + entry.name();
      case OTHERS -> colors.dim("  " + entry.name());
      case MISSING -> colors.green("- " + entry.name());
      case UNEXPECTED -> colors.red("+ " + entry.name());
    };
  }

  /// The first line of what a file says there.
  private static String written(SourceText file, Span span) {
    String text = file.text().substring(span.start(), span.end());
    String first = text.lines().findFirst().orElse("");
    return Printable.line(first) + (first.length() < text.length() ? " …" : "");
  }

  private String place(Optional<Span> span) {
    return span.map(it -> place(source, it)).orElse("");
  }

  private static String place(SourceText file, Span span) {
    return SourcePlace.of(file, span.start()).shown() + ": ";
  }

  private List<String> timeline(Recording recording) {
    List<String> lines = new ArrayList<>();
    for (Recording.Story story : recording.stories()) {
      String child =
          "In its child " + Printable.line(story.name()) + " (" + story.workflow() + "):";
      lines.add(lines.isEmpty() ? "What happened:" : child);
      List<String> all = new TimelineText(colors, Optional.empty()).all(story.history());
      int left = Math.max(0, all.size() - LONGEST_TIMELINE);
      if (left > 0) {
        lines.add(colors.dim("  … " + left + " lines before"));
      }
      all.subList(left, all.size()).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }
}
