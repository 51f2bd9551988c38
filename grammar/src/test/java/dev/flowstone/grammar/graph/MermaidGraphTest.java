package dev.flowstone.grammar.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MermaidGraphTest {

  /// Every line of a diagram is one of these: nothing that an author wrote can be anything but a
  /// label.
  private static final Pattern LINE =
      Pattern.compile(
          "flowchart TD|end|subgraph s\\d+\\[LABEL]|n\\d+[\\[({/]{1,2}LABEL[\\])}/]{1,2}|[ns]\\d+ (-->|-\\.->)(\\|LABEL\\|)? n\\d+"
              .replace("LABEL", "\"[^\"\\[\\]{}|<>`;&]*(?:#\\d+;[^\"\\[\\]{}|<>`;&]*)*\""));

  static List<Path> flows() throws IOException {
    return Flows.in("graph");
  }

  @ParameterizedTest
  @MethodSource("flows")
  void drawsAsBefore(Path file) throws IOException {
    Golden.check(Flows.golden(file, ".mmd"), MermaidGraph.of(Flows.parse(Flows.read(file))));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void isMadeOfNodesEdgesAndLabels(Path file) throws IOException {
    for (String line : MermaidGraph.of(Flows.parse(Flows.read(file))).lines().toList()) {
      assertTrue(LINE.matcher(line.strip()).matches(), line);
    }
  }

  @Test
  void drawsEveryFileOfTheAnalysisTests() throws IOException {
    for (Path file : Flows.in("analysis/bad")) {
      assertTrue(MermaidGraph.of(Flows.parse(Flows.read(file))).startsWith("flowchart TD\n"));
    }
  }

  @Test
  void endsWhereNothingReturns() {
    assertEquals(
        """
        flowchart TD
          n0(["w"])
          n1["a.b"]
          n2(["end"])
          n0 --> n1
          n1 --> n2
        """,
        MermaidGraph.of(Flows.parse("workflow w\nstep a.b()\n")));
  }
}
