package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;

/// Programs from the text of a workflow.
final class Texts {

  private Texts() {}

  static StoredProgram program(String text) {
    SourceText source = new SourceText("test.flow", text);
    Parsed<Workflow> parsed = TextParser.parse(source);
    Workflow tree =
        parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics().toString()));
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    var program =
        compilation
            .program()
            .orElseThrow(() -> new AssertionError(compilation.diagnostics().toString()));
    byte[] body = ProgramCodec.bytes(program);
    return new StoredProgram(program.workflow(), ProgramHash.of(body), body, text, "test.flow");
  }
}
