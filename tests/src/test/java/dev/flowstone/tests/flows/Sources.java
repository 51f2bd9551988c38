package dev.flowstone.tests.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files of the founding workflows.
final class Sources {

  private Sources() {}

  static Workflow tree(Path file) throws IOException {
    SourceText source = new SourceText(file.getFileName().toString(), Files.readString(file));
    Parsed<Workflow> parsed =
        file.toString().endsWith(".yaml") ? YamlParser.parse(source) : TextParser.parse(source);
    assertEquals(List.of(), parsed.diagnostics());
    return parsed.value().orElseThrow();
  }

  static StoredProgram program(Path file) throws IOException {
    Workflow workflow = tree(file);
    Compilation compilation = Compiler.compile(workflow, Analysis.of(workflow));
    assertEquals(List.of(), compilation.diagnostics());
    Program program = compilation.program().orElseThrow();
    return new StoredProgram(
        program.workflow(),
        ProgramHash.of(program),
        ProgramCodec.bytes(program),
        Files.readString(file),
        file.getFileName().toString());
  }

  static Value json(Path file) throws IOException {
    return switch (ValueJson.parse(Files.readAllBytes(file))) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem ->
          throw new AssertionError(file + ": " + problem.describe());
    };
  }
}
