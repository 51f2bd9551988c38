package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Stopped;
import dev.flowstone.cli.workspace.Catalogs;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.testing.Companion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What checking a number of files came to.
///
/// Of a file with findings, or with calls of other workflows, the text is kept, and of the others
/// no more than what they take: a folder of thousands is checked in little memory, on all
/// processors.
public final class Lint {

  /// One file with something to say about it, or one that could not be read.
  private record Checked(
      Optional<SourceText> text, List<Diagnostic> diagnostics, Optional<Problem> unreadable) {

    boolean isClean() {
      return diagnostics.isEmpty() && unreadable.isEmpty();
    }

    Checked with(List<Diagnostic> more) {
      List<Diagnostic> all = new ArrayList<>(diagnostics);
      all.addAll(more);
      return new Checked(text, all, unreadable);
    }
  }

  /// A file looked at on its own, and what it calls; `places` are those of its calls.
  private record Looked(
      Path file,
      Checked checked,
      Optional<Named> named,
      Optional<Callees.Callee> callee,
      List<Program.Called> calls,
      Map<String, Span> places) {

    static Looked alone(Path file, Checked checked) {
      return new Looked(file, checked, Optional.empty(), Optional.empty(), List.of(), Map.of());
    }

    static Looked of(Path file, WorkflowSource source) {
      List<Program.Called> calls = source.program().map(Program::called).orElse(List.of());
      boolean worth = !source.diagnostics().isEmpty() || !calls.isEmpty();
      return new Looked(
          file,
          new Checked(
              worth ? Optional.of(source.text()) : Optional.empty(),
              source.diagnostics(),
              Optional.empty()),
          Named.of(source),
          Callees.Callee.of(source),
          calls,
          calls.isEmpty() ? Map.of() : source.positions().steps());
    }

    Checked against(Callees callees, Map<String, Named> first, WorkflowReader reader) {
      Checked with = calls.isEmpty() ? checked : checked.with(callees.check(file, calls, places));
      return named
          .flatMap(own -> own.clash(first.getOrDefault(own.workflow(), own)))
          .map(clash -> with.text().isPresent() ? with.with(List.of(clash)) : reread(reader, clash))
          .orElse(with);
    }

    private Checked reread(WorkflowReader reader, Diagnostic clash) {
      SourceText text = reader.file(file).result().source();
      return new Checked(Optional.of(text), List.of(clash), Optional.empty());
    }
  }

  /// The workflow that a file without errors holds, and where its name stands.
  private record Named(String workflow, String version, String file, Span place) {

    static Optional<Named> of(WorkflowSource source) {
      return source
          .program()
          .map(program ->
              new Named(
                  program.workflow(),
                  ProgramHash.of(program),
                  source.text().name(),
                  source.tree().orElseThrow().name().span()));
    }

    Optional<Diagnostic> clash(Named first) {
      return first.version().equals(version)
          ? Optional.empty()
          : Optional.of(
              Diagnostic.warning(
                      NAMESAKE,
                      "'%s' is the workflow of %s too, and differs"
                          .formatted(workflow, first.file()),
                      place)
                  .hint("only one of them can be deployed, or be called"));
    }
  }

  /// Two files of one name that differ; `flow deploy` refuses them.
  private static final String NAMESAKE = "FH006";

  private final int files;
  private final List<Checked> checked;
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);

  private Lint(int files, List<Checked> checked) {
    this.files = files;
    this.checked = checked;
    checked.stream()
        .flatMap(file -> file.diagnostics().stream())
        .forEach(diagnostic -> counts.merge(diagnostic.severity(), 1, Integer::sum));
  }

  /// Checks files, in parallel, and then what they call of each other; the findings keep the order
  /// of the files.
  public static Lint of(
      List<Path> files, SourceFiles places, WorkflowReader reader, Catalogs catalogs) {
    List<Looked> looked =
        files.parallelStream().map(file -> looked(file, reader, catalogs)).toList();
    Callees callees = new Callees(places, reader);
    looked.forEach(file -> file.callee().ifPresent(callees::add));
    Map<String, Named> first = new HashMap<>();
    looked.forEach(
        file -> file.named().ifPresent(named -> first.putIfAbsent(named.workflow(), named)));
    List<Checked> checked =
        looked.stream()
            .map(file -> file.against(callees, first, reader))
            .filter(file -> !file.isClean())
            .toList();
    return new Lint(files.size(), checked);
  }

  public static Lint of(WorkflowReader.Read read) {
    return new Lint(1, List.of(checked(read)));
  }

  private static Looked looked(Path file, WorkflowReader reader, Catalogs catalogs) {
    try {
      if (Companion.isSuite(file.getFileName().toString())) {
        SuiteSource suite = SuiteFile.read(file, reader).suite();
        return Looked.alone(
            file, new Checked(Optional.of(suite.text()), suite.diagnostics(), Optional.empty()));
      }
      return Looked.of(
          file,
          WorkflowSource.checked(
              reader.file(file), (program, steps) -> catalogs.unfit(file, program, steps)));
    } catch (Stopped stopped) {
      return Looked.alone(
          file, new Checked(Optional.empty(), List.of(), Optional.of(stopped.problem())));
    }
  }

  private static Checked checked(WorkflowReader.Read read) {
    List<Diagnostic> diagnostics =
        Companion.isSuite(read.result().source().name())
            ? SuiteSource.parsed(read)
                .checked(Optional.empty(), _ -> Optional.empty())
                .diagnostics()
            : WorkflowSource.checked(read).diagnostics();
    return new Checked(Optional.of(read.result().source()), diagnostics, Optional.empty());
  }

  /// Whether there is a finding of a severity, or of a worse one.
  public boolean has(Severity severity) {
    return counts.keySet().stream().anyMatch(found -> found.compareTo(severity) <= 0);
  }

  /// Whether a file could not be read.
  public boolean failed() {
    return checked.stream().anyMatch(file -> file.unreadable().isPresent());
  }

  public void print(Output output) {
    if (output.json()) {
      output.document(document().value());
    } else {
      words(output);
    }
    checked.forEach(file -> file.unreadable().ifPresent(output::problem));
  }

  private void words(Output output) {
    for (Checked file : checked) {
      if (file.text().isPresent()) {
        output.print(Findings.text(file.text().get(), file.diagnostics(), output.colors()));
      }
    }
    output.say(summary(output));
  }

  private String summary(Output output) {
    String looked = files == 1 ? "1 file" : files + " files";
    List<String> found = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      int count = counts.getOrDefault(severity, 0);
      if (count > 0) {
        found.add(counted(severity, count, output.colors()));
      }
    }
    return found.isEmpty()
        ? output.colors().green("nothing to complain of") + " in " + looked
        : String.join(", ", found) + " in " + looked;
  }

  private Document document() {
    List<Document> findings = new ArrayList<>();
    for (Checked file : checked) {
      if (file.text().isPresent()) {
        findings.addAll(Findings.documents(file.text().get(), file.diagnostics()));
      }
    }
    return new Document()
        .put("files", files)
        .put("errors", counts.getOrDefault(Severity.ERROR, 0))
        .put("warnings", counts.getOrDefault(Severity.WARNING, 0))
        .put("infos", counts.getOrDefault(Severity.INFO, 0))
        .put("findings", findings);
  }

  /// `3 errors`.
  private static String counted(Severity severity, int count, Colors colors) {
    String text = count + " " + severity.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
    return switch (severity) {
      case ERROR -> colors.red(text);
      case WARNING -> colors.yellow(text);
      case INFO -> colors.cyan(text);
    };
  }
}
