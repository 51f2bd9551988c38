package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// I7: text and YAML of one workflow give one tree.
class SpellingsTest {

  private static final String FOLDER = "yaml/good";

  static List<Path> texts() throws IOException {
    return Flows.in(FOLDER);
  }

  private static Path yaml(Path text) {
    return Path.of(text + ".yaml");
  }

  static Workflow read(SourceText source) {
    Parsed<Workflow> parsed = YamlParser.parse(source);
    return parsed
        .value()
        .orElseThrow(() ->
            new AssertionError(
                "is no workflow:\n" + Flows.render(source, parsed.diagnostics()) + source.text()));
  }

  static Workflow read(String yaml) {
    return read(new SourceText("test.flow.yaml", yaml));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void bothSpellingsGiveOneTree(Path text) throws IOException {
    Workflow fromText = Flows.parse(Flows.read(text));
    Workflow fromYaml = read(Flows.read(yaml(text)));
    assertEquals(TreePrinter.print(fromText), TreePrinter.print(fromYaml));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void yamlIsPrintedAsItIsKept(Path text) throws IOException {
    Golden.check(yaml(text), YamlPrinter.print(Flows.parse(Flows.read(text))));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textKeepsItsCommentsAndEmptyLinesThroughYaml(Path text) throws IOException {
    Workflow fromText = Flows.parse(Flows.read(text));
    Workflow fromYaml = read(YamlPrinter.print(fromText));
    assertEquals(Formatter.format(fromText), Formatter.format(fromYaml));
  }

  @Test
  void everyStyleOfYamlIsRead() throws IOException {
    SourceText source = Flows.read(Flows.file(FOLDER + "/styles.flow.yaml"));
    Workflow workflow = read(source);
    Golden.check(Flows.file(FOLDER + "/styles.tree"), TreePrinter.print(workflow));
    Golden.check(Flows.file(FOLDER + "/styles.printed.yaml"), YamlPrinter.print(workflow));
  }

  @Test
  void commentsInsideOfValuesMoveAbove() {
    String yaml =
        """
        # the workflow
        workflow: w # beside it
        input:
          # above a field
          a: string # beside a field
        # above the policies
        retries:
          steady: # beside a policy
            attempts: 3 # inside a policy
        do: # at the statements
          # above a statement
          - step: a.b # beside a statement
            with: # at the arguments
              x: # beside an argument
                - 1 # inside an argument
                # at the end of a list
            # above a clause
            timeout: 3s # beside a clause
            as: y # at the name
            # at the end of a statement
          - if: y # beside an if
            then:
              - commit # beside a word
              # at the end of a block
            # above the else
            else: []
          - try: []
            # above the catches
            catch:
              # above a catch
              - as: e # beside a catch
                do:
                  - commit
          # at the end of all
        # at the end of the file
        """;
    List<String> expected =
        yaml.lines()
            .filter(l -> l.contains("# "))
            .map(l -> l.replaceFirst(".*# ", ""))
            .sorted()
            .toList();
    String text = Formatter.format(read(yaml));
    List<String> found =
        text.lines()
            .filter(l -> l.contains("# "))
            .map(l -> l.replaceFirst(".*# ", ""))
            .sorted()
            .toList();
    assertEquals(expected, found, text);
    assertEquals(text, Formatter.format(Flows.parse(text)));
    String again = YamlPrinter.print(read(yaml));
    assertEquals(text, Formatter.format(read(again)), again);
  }

  @Test
  void paragraphsOfCommentsStayApart() {
    String yaml = "workflow: w\ndo:\n  - commit\n\n  # one\n  # two\n\n  # three\n  - commit\n";
    String text = "workflow w\n\ncommit\n\n# one\n# two\n\n# three\ncommit\n";
    assertEquals(Formatter.format(Flows.parse(text)), Formatter.format(read(yaml)));
  }

  @Test
  void aTextOfOneExpressionStaysText() {
    Workflow workflow = Flows.parse("workflow w\n\nx = \"${input.id}\"\ny = input.id\n");
    String yaml = YamlPrinter.print(workflow);
    assertTrue(yaml.contains("y: \"${input.id}\""), yaml);
    assertEquals(TreePrinter.print(workflow), TreePrinter.print(read(yaml)));
  }

  @Test
  void filesAreHere() throws IOException {
    assertTrue(texts().size() >= 2 && Files.exists(Flows.file(FOLDER + "/every_construct.flow")));
  }
}
