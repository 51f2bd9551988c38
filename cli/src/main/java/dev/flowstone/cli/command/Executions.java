package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Query;
import java.util.List;

/// Finds executions by the names that users give.
final class Executions {
  private static final int COMPARED = 1_000;

  private Executions() {}

  static Description describe(Context context, Engine engine, String name) {
    return engine.describe(name).orElseThrow(() -> missing(context, engine, name).stop());
  }

  /// There is none of this name; the nearest is suggested.
  static Problem missing(Context context, Engine engine, String name) {
    Problem problem = Problem.usage("there is no execution " + Printable.line(name));
    List<String> names =
        engine.list(Query.newest(COMPARED)).executions().stream().map(Meta::name).toList();
    return Nearest.hint(name, names)
        .map(problem::next)
        .orElse(problem)
        .next(context.self() + " list shows all");
  }
}
