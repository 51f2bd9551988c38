package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.compile.Positions;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.machine.FailurePlace;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// A place in the file of a workflow, as people count: line and column from 1.
///
/// A program holds no positions, since it is hashed. The text that it was compiled from is kept
/// beside it, and compiled once more when somebody asks.
public record SourcePlace(String file, int line, int column) {

  /// Where an execution has failed; empty where it has not, and where that is not known.
  public static Optional<SourcePlace> ofFailure(Description description, ProgramStore programs) {
    OptionalInt failed = FailurePlace.of(description.program(), description.state());
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    return programs
        .get(description.state().identity().version())
        .flatMap(stored -> at(stored, failed.getAsInt()));
  }

  private static Optional<SourcePlace> at(StoredProgram stored, int instruction) {
    SourceText text = new SourceText(stored.sourceName(), stored.source());
    return positions(text, stored)
        .filter(positions -> instruction < positions.code().size())
        .map(positions -> of(text, positions.code().get(instruction).start()));
  }

  public static SourcePlace of(SourceText text, int offset) {
    SourceText.Position position = text.position(offset);
    return new SourcePlace(text.name(), position.line(), position.column());
  }

  /// Those of the very program that is stored: another compiler may have made it.
  private static Optional<Positions> positions(SourceText text, StoredProgram stored) {
    String name = text.name().toLowerCase(Locale.ROOT);
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    Parsed<Workflow> parsed = yaml ? YamlParser.parse(text) : TextParser.parse(text);
    return parsed
        .value()
        .map(tree -> Compiler.compile(tree, Analysis.of(tree)))
        .filter(compiled ->
            compiled.program().map(ProgramHash::of).equals(Optional.of(stored.version())))
        .map(Compilation::positions);
  }

  /// `approve.flow:12:5`.
  public String shown() {
    return file + ":" + line + ":" + column;
  }
}
