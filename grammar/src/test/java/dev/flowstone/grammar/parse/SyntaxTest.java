package dev.flowstone.grammar.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The syntax of every construct, and what is said of every kind of error in it, held by files.
class SyntaxTest {

  static List<Path> goodFlows() throws IOException {
    return Flows.in("syntax/good");
  }

  static List<Path> badFlows() throws IOException {
    return Flows.in("syntax/bad");
  }

  @ParameterizedTest
  @MethodSource("goodFlows")
  void readsAndFormats(Path file) throws IOException {
    Workflow workflow = Flows.parse(Flows.read(file));
    String text = Formatter.format(workflow);
    Golden.check(Flows.golden(file, ".tree.txt"), TreePrinter.print(workflow));
    Golden.check(Flows.golden(file, ".formatted.txt"), text);
    Workflow again = Flows.parse(text);
    assertEquals(TreePrinter.print(workflow), TreePrinter.print(again));
    assertEquals(text, Formatter.format(again));
  }

  @ParameterizedTest
  @MethodSource("badFlows")
  void saysWhatIsWrong(Path file) throws IOException {
    SourceText source = Flows.read(file);
    Parsed<Workflow> parsed = TextParser.parse(source);
    assertTrue(parsed.value().isEmpty(), "a tree in spite of errors");
    String rendered = Flows.render(source, parsed.diagnostics());
    assertTrue(!rendered.isEmpty(), "nothing was said of " + file);
    Golden.check(Flows.golden(file, ".txt"), rendered);
  }

  /// Bytes and sizes of files are for [dev.flowstone.grammar.source.SourceReaderTest] and
  /// [LimitsTest].
  @Test
  void hasABadFlowForEveryCodeOfTheText() throws IOException {
    Set<String> seen = new TreeSet<>();
    for (Path file : badFlows()) {
      TextParser.parse(Flows.read(file)).diagnostics().stream()
          .map(Diagnostic::code)
          .forEach(seen::add);
    }
    Set<String> expected =
        Arrays.stream(Code.values())
            .map(Code::id)
            .filter(id -> id.compareTo("FL040") < 0)
            .filter(id ->
                !Set.of(Code.FILE_TOO_LARGE.id(), Code.NOT_UTF8.id(), Code.TOO_MANY.id())
                    .contains(id))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(expected, seen);
    assertTrue(badFlows().size() >= 100, "bad flows: " + badFlows().size());
  }
}
