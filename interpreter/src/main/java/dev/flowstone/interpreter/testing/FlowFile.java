package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.analysis.SuiteAnalysis;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.DiagnosticText;
import dev.flowstone.grammar.source.SourceReader;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads workflows and their tests where there is no command line to tell what is wrong with them:
/// what cannot be used is an [IllegalArgumentException] that shows it.
final class FlowFile {

  private FlowFile() {}

  static Program program(Path file) {
    SourceText source = source(file);
    Parsed<Workflow> parsed = yaml(file) ? YamlParser.parse(source) : TextParser.parse(source);
    Workflow tree = parsed.value().orElseThrow(() -> unusable(source, parsed.diagnostics()));
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    return compilation.program().orElseThrow(() -> unusable(source, compilation.diagnostics()));
  }

  /// The workflows in the folder of a file.
  static Workflows beside(Path file) {
    Map<String, Optional<Program>> read = new HashMap<>();
    return name ->
        read.computeIfAbsent(name, it -> Companion.workflow(file, it).map(FlowFile::program));
  }

  /// The tests of a file, with the workflow beside it.
  static SuiteRun suite(Path file, HandlerRegistry handlers) {
    SourceText source = source(file);
    Parsed<Suite> parsed =
        yaml(file) ? YamlParser.parseSuite(source) : TextParser.parseSuite(source);
    Suite suite = parsed.value().orElseThrow(() -> unusable(source, parsed.diagnostics()));
    Path workflow =
        Companion.workflowOf(file, suite)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "beside " + file + " there is no workflow " + suite.workflow().text()));
    Program program = program(workflow);
    Workflows others = beside(workflow);
    SuiteAnalysis analysis =
        SuiteAnalysis.of(suite, Optional.of(program), name -> usable(others, name));
    if (analysis.hasErrors()) {
      throw unusable(source, analysis.diagnostics());
    }
    return new SuiteRun(suite, analysis, program, others, handlers, true);
  }

  /// One with errors is told of only where it is to be executed.
  private static Optional<Program> usable(Workflows workflows, String name) {
    try {
      return workflows.find(name);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static SourceText source(Path file) {
    try {
      SourceReader.Result read = SourceReader.read(file.toString(), Files.readAllBytes(file));
      if (read.problem().isPresent()) {
        throw unusable(read.source(), List.of(read.problem().get()));
      }
      return read.source();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean yaml(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static IllegalArgumentException unusable(
      SourceText source, List<Diagnostic> diagnostics) {
    return new IllegalArgumentException(
        "\n" + new DiagnosticText(false).render(source, diagnostics));
  }
}
