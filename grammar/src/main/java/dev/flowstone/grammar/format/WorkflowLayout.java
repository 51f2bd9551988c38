package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import java.util.ArrayList;
import java.util.List;

/// Lays out a whole file: the header, the declarations, the statements, with empty lines between
/// the three.
final class WorkflowLayout {

  private final TypeLayout types;
  private final StatementLayout statements;

  WorkflowLayout(ExprLayout exprs, TypeLayout types) {
    this.types = types;
    this.statements = new StatementLayout(exprs, types);
  }

  Doc workflow(Workflow workflow) {
    List<Doc> parts = new ArrayList<>();
    parts.add(Comments.above(workflow.trivia()));
    parts.add(Doc.text("workflow " + workflow.name().text()));
    parts.add(Comments.beside(workflow.trivia()));
    boolean first = true;
    for (Declaration declaration : workflow.declarations()) {
      parts.add(first ? Doc.HARD_LINE : Doc.EMPTY);
      parts.add(Comments.newLine(declaration.trivia(), first));
      parts.add(declaration(declaration));
      parts.add(Comments.beside(declaration.trivia()));
      first = false;
    }
    first = true;
    for (Statement statement : workflow.body().statements()) {
      parts.add(first ? Doc.HARD_LINE : Doc.EMPTY);
      parts.add(Comments.newLine(statement.trivia(), first));
      parts.add(statements.statement(statement));
      first = false;
    }
    if (!workflow.body().closingComments().isEmpty()) {
      parts.add(Doc.HARD_LINE);
      parts.add(Comments.closing(workflow.body().closingComments()));
    }
    return Doc.concat(parts);
  }

  private Doc declaration(Declaration declaration) {
    return switch (declaration) {
      case Declaration.Input input -> Doc.concat(Doc.text("input "), types.fields(input.fields()));
      case Declaration.Output output -> Doc.concat(Doc.text("output "), types.type(output.type()));
      case Declaration.NamedType named ->
          Doc.concat(Doc.text("type " + named.name().text() + " = "), types.type(named.type()));
      case Declaration.Timeout timeout -> Doc.text("timeout " + timeout.duration().text());
      case Declaration.Retry retry ->
          Doc.concat(
              Doc.text("retry " + retry.name().text() + " = "), types.policy(retry.policy()));
      case Declaration.Signal signal ->
          Doc.concat(
              Doc.text("signal " + signal.name().text() + ": "), types.type(signal.payload()));
      case Declaration.Default it ->
          Doc.concat(Doc.text("default "), statements.clauses().clause(it.clause()));
    };
  }
}
