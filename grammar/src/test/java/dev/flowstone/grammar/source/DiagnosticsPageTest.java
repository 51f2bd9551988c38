package dev.flowstone.grammar.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.testing.Golden;
import dev.flowstone.grammar.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page of diagnostics is complete and true: its examples give what it says that they give.
class DiagnosticsPageTest {

  private static final Path PAGE = Path.of("../docs/diagnostics.md");

  /// What is too large, too deep or no text at all has no example to read.
  private static final Set<Code> WITHOUT_EXAMPLE =
      EnumSet.of(
          Code.TOO_DEEP,
          Code.EXPRESSION_TOO_LARGE,
          Code.FILE_TOO_LARGE,
          Code.NOT_UTF8,
          Code.TOO_MANY,
          Code.TOO_LARGE);

  private static final Pattern BLOCK =
      Pattern.compile("^```(flow|yaml|text)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  record Section(String heading, String text) {

    String code() {
      return heading.substring(0, heading.indexOf(':'));
    }

    List<MatchResult> blocks() {
      return BLOCK.matcher(text).results().toList();
    }
  }

  private static List<Section> sections() throws IOException {
    List<Section> sections = new ArrayList<>();
    String[] parts = Files.readString(PAGE).split("(?m)^### ", -1);
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      sections.add(new Section(parts[i].substring(0, end), parts[i].substring(end)));
    }
    return sections;
  }

  static List<Section> examples() throws IOException {
    return sections().stream().filter(section -> !section.blocks().isEmpty()).toList();
  }

  @Test
  void tellsOfEveryCodeInOrder() throws IOException {
    List<String> headings = new ArrayList<>();
    for (Code code : Code.values()) {
      headings.add(code.id() + ": " + code.title());
    }
    headings.sort(String::compareTo);
    assertEquals(headings, sections().stream().map(Section::heading).toList());
  }

  @Test
  void hasAnExampleOfEveryCodeThatCanHaveOne() throws IOException {
    Set<String> shown = new TreeSet<>();
    examples().forEach(section -> shown.add(section.code()));
    for (Code code : Code.values()) {
      assertEquals(!WITHOUT_EXAMPLE.contains(code), shown.contains(code.id()), code.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesWhatItShows(Section section) {
    List<MatchResult> blocks = section.blocks();
    assertEquals(3, blocks.size(), "a bad example, what is said of it, and a good one");
    List<Diagnostic> found = diagnostics(blocks.get(0));
    assertTrue(
        found.stream().anyMatch(diagnostic -> diagnostic.code().equals(section.code())),
        () -> "not found: " + section.heading() + "\n" + render(blocks.get(0), found));
    List<Diagnostic> left = diagnostics(blocks.get(2));
    assertEquals("", render(blocks.get(2), left), "the good example of " + section.heading());
  }

  @Test
  void showsDiagnosticsAsTheyAre() throws IOException {
    StringBuilder page = new StringBuilder();
    String[] parts = Files.readString(PAGE).split("(?m)^(?=### )", -1);
    for (String part : parts) {
      List<MatchResult> blocks = BLOCK.matcher(part).results().toList();
      if (blocks.isEmpty()) {
        page.append(part);
      } else {
        String shown = render(blocks.get(0), diagnostics(blocks.get(0)));
        page.append(
            part.replaceFirst(
                "(?s)```text\\n.*?```", Matcher.quoteReplacement("```text\n" + shown + "```")));
      }
    }
    Golden.check(PAGE, page.toString());
  }

  private static List<Diagnostic> diagnostics(MatchResult block) {
    SourceText source = source(block);
    Parsed<Workflow> parsed =
        block.group(1).equals("yaml") ? YamlParser.parse(source) : TextParser.parse(source);
    List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
    parsed
        .value()
        .ifPresent(workflow ->
            all.addAll(Compiler.compile(workflow, Analysis.of(workflow)).diagnostics()));
    return all;
  }

  private static String render(MatchResult block, List<Diagnostic> diagnostics) {
    return new DiagnosticText(false).render(source(block), diagnostics);
  }

  private static SourceText source(MatchResult block) {
    String name = block.group(1).equals("yaml") ? "example.flow.yaml" : "example.flow";
    return new SourceText(name, block.group(2));
  }
}
