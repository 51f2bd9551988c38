package dev.flowstone.grammar.analysis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.testing.Cpu;
import dev.flowstone.grammar.testing.Flows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Large files, each hard on one part of the analysis. The limit is many times what they take, and
/// little beside what anything that doubles would.
class AnalysisBoundsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  record Hostile(String what, String text) {
    @Override
    public String toString() {
      return what + " (" + text.length() / 1024 + " KB)";
    }
  }

  static List<Hostile> files() {
    return List.of(
        new Hostile(
            "variables and conditions",
            lines(5_000, i -> "v" + i + " = 1")
                + lines(5_000, i -> "if v" + i + " == 1 { w = " + i + " }")),
        new Hostile("unknown names", lines(5_000, i -> "known" + i + " = unknown" + i + "x")),
        new Hostile(
            "else if",
            "input { a: int? }\nif input.a == 1 { x = 1 }"
                + " else if input.a != null { x = 2 }".repeat(1_500)
                + "\n"),
        new Hostile(
            "else if that narrows",
            lines(1_500, i -> "if run.id == \"" + i + "\" { v" + i + " = 1 }")
                + "if run.name == \"a\" { x = 1 }"
                + text(1_500, i -> " else if v" + i + " == null { x = " + i + " }")
                + "\n"),
        new Hostile(
            "cases",
            "match run.name {\n"
                + lines(5_000, i -> "case \"" + i + "\" { v" + i + " = 1 }")
                + "else {}\n}\n"),
        new Hostile(
            "branches", "parallel {\n" + lines(5_000, i -> "v" + i + " = step a.b()") + "}\n"),
        new Hostile(
            "branches that collide",
            "parallel {\n" + lines(5_000, i -> "v = step a.b(v: v" + (i % 7) + ")") + "}\n"),
        new Hostile("nested loops", nested(60, "while x%d == null max 3 {", "x%d = [x%d]")),
        new Hostile(
            "nested tries",
            nested(60, "try {", "x%d = [x%d]").replace("\n}", "\n} catch { y = 1 }")),
        new Hostile(
            "values that hold themselves twice",
            "x = 1\n" + lines(1_000, _ -> "x = { a: x, b: x }")),
        new Hostile(
            "a loop that makes values grow",
            "x = 1\nwhile true max 9 {\n" + lines(1_000, _ -> "x = { a: x, b: [x] }") + "}\n"),
        new Hostile(
            "loops that learn from each other",
            "x0 = 1\nwhile true max 9 {\n"
                + lines(3_000, i -> "x" + (i + 1) + " = [x" + i + "]")
                + "x0 = x3000\n}\n"),
        new Hostile(
            "types that double",
            lines(5_000, i -> "type T" + (i + 1) + " = { a: T" + i + ", b: T" + i + " }")
                + "type T0 = string\ninput { t: T5000 }\n"),
        new Hostile(
            "breaks",
            "while true max 9 {\n"
                + lines(5_000, i -> "v" + i + " = 1\nif v" + i + " == 2 { break }")
                + "}\n"),
        new Hostile(
            "steps", lines(5_000, i -> "s" + i + " = step a.b() compensate c.d(x: s" + i + ")")));
  }

  private static String nested(int depth, String open, String inner) {
    StringBuilder text = new StringBuilder(lines(depth, i -> "x" + i + " = null"));
    for (int i = 0; i < depth; i++) {
      text.append(open.replace("%d", Integer.toString(i))).append('\n');
      text.append(inner.replace("%d", Integer.toString(i))).append('\n');
    }
    return text.append("}\n".repeat(depth)).toString();
  }

  private static String lines(int count, IntFunction<String> line) {
    return text(count, i -> line.apply(i) + "\n");
  }

  private static String text(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("files")
  void staysBounded(Hostile file) {
    Workflow workflow = Flows.parse("workflow w\n" + file.text());
    List<Diagnostic> diagnostics = new ArrayList<>();
    Duration cpu =
        Cpu.of(() -> {
          Analysis analysis = Analysis.of(workflow);
          diagnostics.addAll(Compiler.compile(workflow, analysis).diagnostics());
        });
    assertTrue(cpu.compareTo(LIMIT) < 0, "took " + cpu);
    assertTrue(diagnostics.size() < 100_000, "diagnostics: " + diagnostics.size());
  }
}
