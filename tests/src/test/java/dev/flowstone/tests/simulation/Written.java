package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.compile.Positions;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/// A workflow in all its forms: as text, as a tree, analysed, and compiled. `ids` are those of the
/// statements of the tree, by the very node.
record Written(
    String text,
    Workflow tree,
    Analysis analysis,
    Positions positions,
    StoredProgram stored,
    Program program,
    IdentityHashMap<Statement, String> ids) {

  /// What a text comes to, unless something is wrong with it.
  static Optional<Written> read(String text) {
    SourceText source = new SourceText("simulated.flow", text);
    Parsed<Workflow> parsed = TextParser.parse(source);
    if (parsed.value().isEmpty()) {
      return Optional.empty();
    }
    Workflow tree = parsed.value().get();
    Analysis analysis = Analysis.of(tree);
    if (analysis.hasErrors()) {
      return Optional.empty();
    }
    Compilation compiled = Compiler.compile(tree, analysis);
    return compiled
        .program()
        .map(Written::compiled)
        .map(stored ->
            new Written(
                text,
                tree,
                analysis,
                compiled.positions(),
                stored,
                loaded(stored),
                ids(tree, compiled.positions())));
  }

  private static IdentityHashMap<Statement, String> ids(Workflow tree, Positions positions) {
    Map<Span, String> written = new HashMap<>();
    positions.steps().forEach((id, span) -> written.putIfAbsent(span, id));
    IdentityHashMap<Statement, String> ids = new IdentityHashMap<>();
    Statements.all(tree.body())
        .forEach(statement ->
            Optional.ofNullable(written.get(statement.span()))
                .ifPresent(id -> ids.put(statement, id)));
    return ids;
  }

  /// The id of a statement of the tree, where it has one.
  Optional<String> id(Statement statement) {
    return Optional.ofNullable(ids.get(statement));
  }

  /// As a host reads it.
  private static Program loaded(StoredProgram stored) {
    return switch (ProgramCodec.load(stored.body())) {
      case ProgramCodec.Loaded.Ok(Program program) -> program;
      case ProgramCodec.Loaded.Refused(String reason) -> throw new IllegalStateException(reason);
    };
  }

  /// What is wrong with a text, for people.
  static String complaints(String text) {
    Parsed<Workflow> parsed = TextParser.parse(new SourceText("simulated.flow", text));
    return parsed
        .value()
        .map(tree -> Compiler.compile(tree, Analysis.of(tree)).diagnostics().toString())
        .orElse(parsed.diagnostics().toString());
  }

  /// As a store keeps it, where hosts run another program than was compiled.
  StoredProgram stored(Program program) {
    return new StoredProgram(
        program.workflow(), stored.version(), ProgramCodec.bytes(program), "", "simulated.flow");
  }

  private static StoredProgram compiled(Program program) {
    return new StoredProgram(
        program.workflow(),
        ProgramHash.of(program),
        ProgramCodec.bytes(program),
        "",
        "simulated.flow");
  }

  /// Whether it is the same version.
  boolean is(Written other) {
    return stored.version().equals(other.stored.version());
  }

  String name() {
    return tree.name().text();
  }
}
