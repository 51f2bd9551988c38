package dev.flowstone.grammar.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The version of a workflow changes with its meaning and with nothing else.
class VersionTest {

  /// Words, numbers, durations and the insides of texts; comments are left alone.
  private static final Pattern TOKEN = Pattern.compile("#.*|[A-Za-z_][A-Za-z_0-9]*|\\d+");

  static List<Path> flows() throws IOException {
    List<Path> all = new ArrayList<>(Flows.in("compile"));
    all.addAll(Flows.in("program"));
    return all;
  }

  private static String version(String text) {
    return ProgramHash.of(CompilerTest.program(text));
  }

  private static Optional<Program> tryCompile(String text) {
    Optional<Workflow> workflow = TextParser.parse(new SourceText("edit.flow", text)).value();
    return workflow.flatMap(it -> Compiler.compile(it, Analysis.of(it)).program());
  }

  @ParameterizedTest
  @MethodSource("flows")
  void staysUnderLayoutAndComments(Path file) throws IOException {
    String text = Flows.read(file).text();
    String version = version(text);
    for (int seed = 0; seed < 30; seed++) {
      String laidOut = relaid(text, new Random(seed));
      assertEquals(version, version(laidOut), "seed " + seed + ":\n" + laidOut);
    }
  }

  /// Adds comments, empty lines, indentation and trailing blanks outside of texts that span lines.
  private static String relaid(String text, Random random) {
    StringBuilder out = new StringBuilder();
    boolean inText = false;
    for (String line : text.split("\n", -1)) {
      boolean wasInText = inText;
      inText ^= line.contains("\"\"\"");
      if (!wasInText && random.nextInt(4) == 0) {
        out.append("# something to say ").append(random.nextInt()).append('\n');
      }
      if (!wasInText && random.nextInt(4) == 0) {
        out.append('\n');
      }
      out.append(wasInText ? "" : " ".repeat(random.nextInt(5))).append(line);
      if (!wasInText && !inText && random.nextInt(4) == 0) {
        out.append(" ".repeat(random.nextInt(3))).append("  # beside");
      }
      out.append('\n');
    }
    return out.toString();
  }

  /// Every word and every number is changed, one at a time. What still compiles means something
  /// else, unless only a name that the program does not hold was changed everywhere.
  @ParameterizedTest
  @MethodSource("flows")
  void changesWithEveryEditThatMeansSomething(Path file) throws IOException {
    String text = Flows.read(file).text();
    String version = version(text);
    int changed = 0;
    for (MatchResult token : TOKEN.matcher(text).results().toList()) {
      if (token.group().startsWith("#")) {
        continue;
      }
      String edited =
          text.substring(0, token.start()) + altered(token.group()) + text.substring(token.end());
      Optional<Program> program = tryCompile(edited);
      if (program.isPresent()) {
        changed++;
        assertNotEquals(
            version, ProgramHash.of(program.get()), "changing " + token + " gave the same version");
      }
    }
    assertTrue(changed > 0, "no edit compiled");
  }

  private static String altered(String token) {
    if (Character.isDigit(token.charAt(0))) {
      return Integer.toString(Integer.parseInt(token) + 1);
    }
    return switch (token) {
      case "full" -> "half";
      case "half" -> "none";
      case "true" -> "false";
      case "false" -> "true";
      case "rollback" -> "commit";
      case "commit" -> "rollback";
      default -> token + "x";
    };
  }

  /// Statements of other names, put in anywhere, leave the ids of the others as they were.
  @ParameterizedTest
  @MethodSource("flows")
  void keepsStepIdsUnderEditsElsewhere(Path file) throws IOException {
    String text = Flows.read(file).text();
    List<String> ids = ids(CompilerTest.compile(Flows.parse(text)));
    String[] lines = text.lines().toArray(String[]::new);
    int inserted = 0;
    for (int at = 1; at <= lines.length; at++) {
      StringBuilder edited = new StringBuilder();
      for (int i = 0; i < lines.length; i++) {
        edited.append(i == at ? "step some.other(a: 1) compensate some.undo()\n" : "");
        edited.append(lines[i]).append('\n');
      }
      edited.append(at == lines.length ? "step some.other(a: 1) compensate some.undo()\n" : "");
      Optional<Workflow> workflow =
          TextParser.parse(new SourceText("edit.flow", edited.toString())).value();
      if (workflow.isEmpty()) {
        continue;
      }
      Compilation compilation = CompilerTest.compile(workflow.get());
      if (compilation.program().isPresent()) {
        inserted++;
        List<String> others = new ArrayList<>(ids(compilation));
        others.removeIf(id -> id.startsWith("some.other"));
        assertEquals(ids, others, edited.toString());
      }
    }
    assertTrue(inserted > 0 || lines.length == 1, "nothing could be put in");
  }

  private static List<String> ids(Compilation compilation) {
    return List.copyOf(compilation.positions().steps().keySet());
  }
}
