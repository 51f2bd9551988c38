package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;

/// Writes the syntax tree as text, in the one form that everybody has.
///
/// Reading what it wrote gives the same tree again, and writing that gives the same text. Comments
/// are kept, and empty lines where there were any; line ends, indentation, parentheses and the
/// order of clauses are its own.
public final class Formatter {

  /// Lines are broken where they would be longer, save for text that cannot be broken.
  public static final int WIDTH = 100;

  private Formatter() {}

  /// A whole file, with a line end after its last line.
  public static String format(Workflow workflow) {
    ExprLayout exprs = new ExprLayout(false);
    TypeLayout types = new TypeLayout(exprs);
    Doc doc = new WorkflowLayout(exprs, types).workflow(workflow);
    return DocPrinter.print(doc, WIDTH) + "\n";
  }

  /// A whole test file, with a line end after its last line.
  public static String format(Suite suite) {
    Doc doc = new SuiteLayout(new ExprLayout(false)).suite(suite);
    return DocPrinter.print(doc, WIDTH) + "\n";
  }

  /// An expression over as many lines as it needs.
  public static String format(Expr expr) {
    return DocPrinter.print(new ExprLayout(false).expr(expr), WIDTH);
  }

  /// An expression on one line.
  public static String oneLine(Expr expr) {
    return DocPrinter.print(new ExprLayout(true).expr(expr), Integer.MAX_VALUE);
  }

  /// A type on one line, without its comments.
  public static String oneLine(TypeExpr type) {
    return DocPrinter.print(
        new TypeLayout(new ExprLayout(true)).type(Uncommented.type(type)), Integer.MAX_VALUE);
  }

  /// A retry policy on one line, such as `5 attempts, backoff 1s..60s`.
  public static String oneLine(RetryPolicyExpr policy) {
    return DocPrinter.print(new TypeLayout(new ExprLayout(true)).policy(policy), Integer.MAX_VALUE);
  }
}
