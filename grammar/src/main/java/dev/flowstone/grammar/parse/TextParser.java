package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.source.SourceText;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Reads the language as text, whole files and the pieces of it that are found elsewhere.
///
/// Nothing here throws on account of what is read: every text ends in a tree or in diagnostics, at most
/// [#MOST_DIAGNOSTICS] of them. A text is read by the quick prediction of ANTLR first; the thorough one, with
/// recovery from errors, runs only where that fails.
public final class TextParser {

  public static final int MOST_DIAGNOSTICS = Problems.MOST;

  private TextParser() {}

  /// An expression of a workflow, in which text may have `${…}`.
  public static Parsed<Expr> expression(Fragment fragment) {
    return expression(fragment, true);
  }

  /// An expression of plain CEL, in which `${` in text is just text.
  public static Parsed<Expr> celExpression(SourceText source) {
    return expression(Fragment.of(source), false);
  }

  private static Parsed<Expr> expression(Fragment fragment, boolean templates) {
    return read(
        fragment,
        templates,
        FlowParser::loneExpression,
        (context, problems) -> new ExprBuilder(templates, problems).root(context.expr()));
  }

  /// The index of the `}` that ends an expression which begins at an index, as behind `${`; empty where there is
  /// none. Braces in text and in comments do not count, nested text with `${…}` does.
  public static Optional<Integer> endOfExpression(String text, int from) {
    FlowLexer lexer = new FlowLexer(new CodeUnits(text));
    lexer.removeErrorListeners();
    lexer.getInputStream().seek(from);
    int depth = 0;
    while (true) {
      Token token = lexer.nextToken();
      switch (token.getType()) {
        case Token.EOF, FlowLexer.UNCLOSED_TEXT -> {
          return Optional.empty();
        }
        case FlowLexer.LEFT_BRACE, FlowLexer.TEXT_EXPR -> depth++;
        case FlowLexer.RIGHT_BRACE -> {
          if (depth == 0) {
            return Optional.of(token.getStartIndex());
          }
          depth--;
        }
        default -> {}
      }
    }
  }

  private interface Build<C, T> {
    T build(C context, Problems problems);
  }

  private static <C extends ParserRuleContext, T> Parsed<T> read(
      Fragment fragment, boolean templates, Function<FlowParser, C> rule, Build<C, T> build) {
    Problems problems = new Problems(fragment);
    Tokens tokens = TokenScan.scan(fragment, templates, problems);
    if (!tokens.wellNested() || problems.full()) {
      return Parsed.failed(problems.inOrder());
    }
    Optional<C> context = parse(tokens, rule, problems);
    if (context.isEmpty() || problems.any()) {
      return Parsed.failed(problems.inOrder());
    }
    T value = build.build(context.get(), problems);
    return problems.any() ? Parsed.failed(problems.inOrder()) : Parsed.of(value, problems.inOrder());
  }

  private static <C> Optional<C> parse(Tokens tokens, Function<FlowParser, C> rule, Problems problems) {
    CommonTokenStream stream = tokens.stream();
    FlowParser parser = new FlowParser(stream);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return Optional.of(rule.apply(parser));
    } catch (ParseCancellationException quickFailed) {
      stream.seek(0);
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(new Recovery(tokens, problems));
    }
    try {
      return Optional.of(rule.apply(parser));
    } catch (ParseCancellationException tooManyErrors) {
      return Optional.empty();
    }
  }
}
