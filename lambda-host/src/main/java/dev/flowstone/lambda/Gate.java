package dev.flowstone.lambda;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.Finding;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.SourceReader;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.interpreter.engine.WorkflowDirectory;
import dev.flowstone.interpreter.handler.HandlerArguments;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.FindingDocument;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at a workflow before it is let in: what its text tells, whether this host has the handlers
/// and the workflows that it calls, whether these take the arguments, and whether its steps fit
/// into an activation.
final class Gate {
  /// No handler of this host has the name.
  static final String UNKNOWN_HANDLER = "FH001";

  /// A step may take longer than any activation lasts.
  static final String STEP_TOO_LONG = "FH002";

  /// No workflow of the name is live. A warning: of two that call each other one comes first.
  static final String UNKNOWN_WORKFLOW = "FH003";

  private static final HandlerCatalog NOTHING = HandlerCatalog.of(List.of());

  private final HandlerRegistry handlers;
  private final Supplier<HandlerCatalog> catalog;
  private final Duration longest;
  private final WorkflowDirectory workflows;
  private final Supplier<List<String>> names;

  /// `names` are those of all workflows, asked for where one is called that is not live.
  Gate(
      HandlerRegistry handlers,
      Supplier<HandlerCatalog> catalog,
      Duration longest,
      WorkflowDirectory workflows,
      Supplier<List<String>> names) {
    this.handlers = handlers;
    this.catalog = catalog;
    this.longest = longest;
    this.workflows = workflows;
    this.names = names;
  }

  /// What was found. There is a program where nothing found is an error.
  record Checked(List<Document> findings, Optional<StoredProgram> program) {
    Checked {
      findings = List.copyOf(findings);
    }
  }

  /// Checks a source; the name of its file tells its spelling.
  Checked check(String file, byte[] source) {
    SourceReader.Result read = SourceReader.read(file, source);
    SourceText text = read.source();
    if (read.problem().isPresent()) {
      return new Checked(documents(text, List.of(read.problem().get())), Optional.empty());
    }
    Parsed<Workflow> parsed = yaml(file) ? YamlParser.parse(text) : TextParser.parse(text);
    List<Diagnostic> found = new ArrayList<>(parsed.diagnostics());
    Optional<Program> program = Optional.empty();
    if (parsed.value().isPresent()) {
      Workflow tree = parsed.value().get();
      Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
      found.addAll(compilation.diagnostics());
      compilation.program().ifPresent(compiled -> found.addAll(unfit(compiled, compilation)));
      compilation.program().ifPresent(compiled -> found.addAll(uncalled(compiled, compilation)));
      program = compilation.program();
    }
    boolean refused = found.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    return new Checked(
        documents(text, found),
        refused ? Optional.empty() : program.map(compiled -> stored(compiled, text)));
  }

  private static boolean yaml(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static StoredProgram stored(Program program, SourceText text) {
    byte[] body = ProgramCodec.bytes(program);
    return new StoredProgram(
        program.workflow(), ProgramHash.of(body), body, text.text(), text.name());
  }

  private List<Diagnostic> unfit(Program program, Compilation compilation) {
    List<Diagnostic> unfit = new ArrayList<>();
    HandlerCatalog known = program.calls().isEmpty() ? NOTHING : catalog.get();
    for (HandlerCall call : program.calls()) {
      Span span = span(compilation, call.id());
      if (handlers.find(call.handler()).isEmpty()) {
        Diagnostic unknown =
            Diagnostic.error(
                UNKNOWN_HANDLER, "this host has no handler '" + call.handler() + "'", span);
        unfit.add(
            handlers
                .nearest(call.handler())
                .map(near -> unknown.hint("did you mean '" + near + "'?"))
                .orElse(unknown));
      }
      known
          .find(call.handler())
          .map(entry -> HandlerArguments.misfits(call, entry))
          .orElse(List.of())
          .forEach(misfit -> unfit.add(misfit(misfit, span)));
      if (call.timeout().filter(timeout -> timeout.compareTo(longest) > 0).isPresent()) {
        unfit.add(
            Diagnostic.error(
                    STEP_TOO_LONG,
                    "the step may take longer than the "
                        + longest.toSeconds()
                        + " seconds that an activation of this host leaves for it",
                    span)
                .hint("let it begin the work and wait for a callback, or shorten its timeout"));
      }
    }
    return unfit;
  }

  private static Diagnostic misfit(HandlerArguments.Misfit misfit, Span span) {
    Diagnostic told = Diagnostic.error(HandlerArguments.CODE, misfit.message(), span);
    return misfit.hint().map(told::hint).orElse(told);
  }

  /// Calls that would find nothing to begin.
  private List<Diagnostic> uncalled(Program program, Compilation compilation) {
    List<Diagnostic> uncalled = new ArrayList<>();
    for (Program.Called call : program.called()) {
      String workflow = call.workflow();
      if (!workflow.equals(program.workflow()) && workflows.live(workflow).isEmpty()) {
        uncalled.add(
            Diagnostic.warning(
                    UNKNOWN_WORKFLOW,
                    "no version of the workflow '" + workflow + "' is live on this host",
                    span(compilation, call.id()))
                .hint(
                    Nearest.hint(workflow, names.get())
                        .orElse("deploy it too: until then the call fails UnknownWorkflow")));
      }
    }
    return uncalled;
  }

  private static Span span(Compilation compilation, String call) {
    return compilation.positions().steps().getOrDefault(call, Span.NONE);
  }

  private static List<Document> documents(SourceText text, List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(each -> FindingDocument.of(Finding.of(text, each))).toList();
  }
}
