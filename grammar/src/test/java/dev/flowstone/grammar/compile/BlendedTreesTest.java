package dev.flowstone.grammar.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.generate.RandomWorkflows;
import dev.flowstone.grammar.graph.MermaidGraph;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.testing.Blend;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever tree comes in, analysis and compiler end in diagnostics or in a program that loads.
class BlendedTreesTest {

  private static final int TREES = 3_000;

  private static Blend blend() throws IOException {
    List<Workflow> sources = new ArrayList<>();
    for (String folder : List.of("analysis/bad", "analysis/good", "compile", "program")) {
      for (Path file : Flows.in(folder)) {
        sources.add(Flows.parse(Flows.read(file)));
      }
    }
    return new Blend(sources);
  }

  @Test
  void takesEveryTreeThatTheFrontEndsCanGive() {
    for (int seed = 0; seed < 500; seed++) {
      Workflow workflow = new RandomWorkflows(seed, false).workflow();
      try {
        loads(Compiler.compile(workflow, Analysis.of(workflow)));
        MermaidGraph.of(workflow);
      } catch (RuntimeException | AssertionError bug) {
        throw new AssertionError("seed " + seed, bug);
      }
    }
  }

  private static void loads(Compilation compilation) {
    compilation
        .program()
        .ifPresent(program ->
            assertEquals(
                new ProgramCodec.Loaded.Ok(program),
                ProgramCodec.load(ProgramCodec.bytes(program))));
  }

  @Test
  void neverThrowsAndEitherComplainsOrCompiles() throws IOException {
    Blend blend = blend();
    int compiled = 0;
    Set<String> codes = new HashSet<>();
    for (int seed = 0; seed < TREES; seed++) {
      Workflow workflow = blend.workflow(seed);
      try {
        Compilation compilation = Compiler.compile(workflow, Analysis.of(workflow));
        compilation.diagnostics().forEach(diagnostic -> codes.add(diagnostic.code()));
        boolean wrong =
            compilation.diagnostics().stream().anyMatch(each -> each.severity() == Severity.ERROR);
        assertEquals(wrong, compilation.program().isEmpty());
        loads(compilation);
        compiled += compilation.program().isPresent() ? 1 : 0;
        assertFalse(MermaidGraph.of(workflow).isEmpty());
      } catch (RuntimeException | AssertionError bug) {
        throw new AssertionError("seed " + seed, bug);
      }
    }
    assertTrue(compiled > TREES / 200, "too few trees compile to tell anything: " + compiled);
    assertTrue(codes.size() > 20, "too few rules are met: " + codes);
  }
}
