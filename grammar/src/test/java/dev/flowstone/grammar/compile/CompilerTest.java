package dev.flowstone.grammar.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @ParameterizedTest
  @MethodSource("flows")
  void placesInstructionsAtTheirStatements(Path file) throws IOException {
    SourceText source = Flows.read(file);
    Compilation compilation = compile(Flows.parse(source));
    List<Instruction> code = compilation.program().orElseThrow().code();
    for (int at = 0; at < code.size(); at++) {
      Span span = compilation.positions().code().get(at);
      String written = source.text().substring(span.start(), span.end());
      Optional<String> word = word(code.get(at));
      assertTrue(
          word.isEmpty() || written.matches("(?s)(\\w+ = )?" + word.get() + "\\b.*"),
          () -> word + " is not at " + written);
    }
  }

  /// The word that begins the statement of an instruction which comes from one kind alone.
  private static Optional<String> word(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Step _ -> Optional.of("step");
      case Instruction.Sleep _, Instruction.SleepUntil _, Instruction.Await _ ->
          Optional.of("wait");
      case Instruction.Poll _ -> Optional.of("poll");
      case Instruction.CallWorkflow _ -> Optional.of("call");
      case Instruction.StartWorkflow _ -> Optional.of("start");
      case Instruction.Fail _, Instruction.Refail _ -> Optional.of("fail");
      case Instruction.NoMatch _ -> Optional.of("match");
      case Instruction.Parallel _ -> Optional.of("parallel");
      case Instruction.ForEach _ -> Optional.of("for");
      case Instruction.While _ -> Optional.of("while");
      case Instruction.Yield _ -> Optional.of("yield");
      case Instruction.Break _ -> Optional.of("break");
      case Instruction.Continue _ -> Optional.of("continue");
      case Instruction.Try _, Instruction.EndFinally _ -> Optional.of("try");
      case Instruction.EndTry _ -> Optional.of("(try|catch)");
      case Instruction.EnterScope _, Instruction.LeaveScope _ -> Optional.of("scope");
      case Instruction.Rollback _ -> Optional.of("rollback");
      case Instruction.Commit _ -> Optional.of("commit");
      case Instruction.Assign _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Return _,
          Instruction.Next _ ->
          Optional.empty();
    };
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
