package dev.flowstone.tests.kill;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Twenty executions of several shapes that run at once, and how each of them ends when nothing is
/// killed.
record Wave(int number) {
  static final List<String> SHAPES = List.of("straight", "flaky", "approvals", "saga", "pauses");
  static final List<String> SIGNALS = List.of("first", "second", "third");
  private static final int SIZE = 20;
  private static final Map<String, StoredProgram> PROGRAMS = new HashMap<>();

  record Member(String name, String shape, long n) {

    Value.Fields input() {
      return new Value.Fields(Map.of(new Value.Text("n"), new Value.Int(n)));
    }

    /// What a signal adds.
    long value(String signal) {
      return 100L * (SIGNALS.indexOf(signal) + 1) + n;
    }

    String expected() {
      return switch (shape) {
        case "straight" -> sum(n + 8);
        case "flaky" -> sum(n + 4);
        case "pauses" -> sum(n + 3);
        case "approvals" -> sum(n + 3 + SIGNALS.stream().mapToLong(this::value).sum());
        case "saga" -> "FAILED Refused";
        default -> throw new IllegalArgumentException(shape);
      };
    }

    private static String sum(long total) {
      return "SUCCEEDED " + total;
    }
  }

  List<Member> members() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      String shape = SHAPES.get(i % SHAPES.size());
      members.add(new Member("wave" + number + "-" + i + "-" + shape, shape, i));
    }
    return members;
  }

  static synchronized StoredProgram program(String shape) {
    return PROGRAMS.computeIfAbsent(shape, Wave::compile);
  }

  private static StoredProgram compile(String shape) {
    String file = shape + ".flow";
    String text = text("/kill/" + file);
    Parsed<Workflow> parsed = TextParser.parse(new SourceText(file, text));
    Workflow workflow =
        parsed.value().orElseThrow(() -> new IllegalStateException(parsed.toString()));
    Compilation compilation = Compiler.compile(workflow, Analysis.of(workflow));
    if (compilation.program().isEmpty()) {
      throw new IllegalStateException(parsed.diagnostics() + " " + compilation.diagnostics());
    }
    byte[] body = ProgramCodec.bytes(compilation.program().get());
    return new StoredProgram(shape, ProgramHash.of(compilation.program().get()), body, text, file);
  }

  private static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Wave.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
