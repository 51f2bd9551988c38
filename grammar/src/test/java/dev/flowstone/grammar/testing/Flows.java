package dev.flowstone.grammar.testing;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.DiagnosticText;
import dev.flowstone.grammar.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Workflows in files of `src/test/resources`.
public final class Flows {

  private static final Path RESOURCES = Path.of("src/test/resources");

  private Flows() {}

  public static List<Path> in(String folder) throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".flow")).sorted().toList();
    }
  }

  public static Path file(String name) {
    return RESOURCES.resolve(name);
  }

  /// The golden of a flow: the same name with another ending.
  public static Path golden(Path flow, String ending) {
    return Path.of(flow.toString().replaceAll("\\.flow$", ending));
  }

  public static SourceText read(Path file) throws IOException {
    return new SourceText(file.getFileName().toString(), Files.readString(file));
  }

  /// The tree of a text that is known to be of the language.
  public static Workflow parse(SourceText source) {
    Parsed<Workflow> parsed = TextParser.parse(source);
    return parsed
        .value()
        .orElseThrow(
            () -> new AssertionError("does not parse:\n" + render(source, parsed.diagnostics())));
  }

  /// Diagnostics as an author sees them.
  public static String render(SourceText source, List<Diagnostic> diagnostics) {
    return new DiagnosticText(false).render(source, diagnostics);
  }

  public static Workflow parse(String text) {
    return parse(new SourceText("test.flow", text));
  }
}
