package dev.flowstone.grammar.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnalysisTest {

  static List<Path> badFlows() throws IOException {
    return Flows.in("analysis/bad");
  }

  static List<Path> goodFlows() throws IOException {
    return Flows.in("analysis/good");
  }

  @ParameterizedTest
  @MethodSource("badFlows")
  void tellsWhatIsWrong(Path file) throws IOException {
    SourceText source = Flows.read(file);
    String found = Flows.render(source, Analysis.of(Flows.parse(source)).diagnostics());
    assertFalse(found.isEmpty(), "nothing was found in " + file);
    Golden.check(Flows.golden(file, ".txt"), found);
  }

  @ParameterizedTest
  @MethodSource("goodFlows")
  void findsNothingInAGoodWorkflow(Path file) throws IOException {
    SourceText source = Flows.read(file);
    assertEquals("", Flows.render(source, Analysis.of(Flows.parse(source)).diagnostics()));
  }

  @Test
  void hasManyCases() throws IOException {
    assertTrue(badFlows().size() >= 90, "bad workflows: " + badFlows().size());
    assertTrue(goodFlows().size() >= 8, "good workflows: " + goodFlows().size());
  }
}
