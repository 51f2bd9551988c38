package dev.flowstone.grammar.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompilerTest {

  static List<Path> flows() throws IOException {
    return Flows.in("compile");
  }

  static Compilation compile(Workflow workflow) {
    return Compiler.compile(workflow, Analysis.of(workflow));
  }

  static Program program(String text) {
    SourceText source = new SourceText("test.flow", text);
    Compilation compilation = compile(Flows.parse(source));
    return compilation
        .program()
        .orElseThrow(() -> new AssertionError(Flows.render(source, compilation.diagnostics())));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void writesTheSameProgramAsEver(Path file) throws IOException {
    Program program = program(Flows.read(file).text());
    String json = new ObjectMapper().readTree(ProgramCodec.bytes(program)).toPrettyString() + "\n";
    Golden.check(Flows.golden(file, ".json"), json);
  }

  @ParameterizedTest
  @MethodSource("flows")
  void loadsWhatItWrote(Path file) throws IOException {
    Program program = program(Flows.read(file).text());
    assertEquals(
        new ProgramCodec.Loaded.Ok(program), ProgramCodec.load(ProgramCodec.bytes(program)));
  }

  @ParameterizedTest
  @MethodSource("flows")
  void knowsWhereEachInstructionWasWritten(Path file) throws IOException {
    SourceText source = Flows.read(file);
    Compilation compilation = compile(Flows.parse(source));
    Program program = compilation.program().orElseThrow();
    assertEquals(program.code().size(), compilation.positions().code().size());
    compilation
        .positions()
        .steps()
        .forEach((id, span) -> assertTrue(span.end() > span.start(), id + " has no place"));
  }

  @Test
  void makesNoProgramOfAFileWithErrors() {
    Compilation compilation = compile(Flows.parse("workflow w\nreturn nope\n"));
    assertTrue(compilation.program().isEmpty());
    assertEquals(
        List.of("FL103"), compilation.diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void compilesInSpiteOfWarnings() {
    Compilation compilation =
        compile(Flows.parse("workflow w\nmatch run.name {\n  case \"a\" { x = 1 }\n}\n"));
    assertTrue(compilation.program().isPresent());
    assertEquals(2, compilation.diagnostics().size());
  }
}
