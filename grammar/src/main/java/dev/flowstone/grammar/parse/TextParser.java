package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Reads the language as text, whole files and the pieces of it that are found elsewhere.
///
/// Nothing here throws on account of what is read: every text ends in a tree or in diagnostics, at
/// most [#MOST_DIAGNOSTICS] of them. A text is read by the quick prediction of ANTLR first; the
/// thorough one, with recovery from errors, runs only where that fails.
public final class TextParser {

  public static final int MOST_DIAGNOSTICS = Problems.MOST;

  /// A source of more characters than this is refused.
  public static final int LONGEST_FILE = 1024 * 1024;

  private TextParser() {}

  /// A whole `.flow` file of a workflow.
  public static Parsed<Workflow> parse(SourceText source) {
    Optional<Diagnostic> tooLarge = tooLarge(source);
    return tooLarge.isPresent()
        ? Parsed.failed(List.of(tooLarge.get()))
        : read(Fragment.of(source), true, FlowParser::file, Builders::workflow);
  }

  private static Optional<Diagnostic> tooLarge(SourceText source) {
    int length = source.text().length();
    return length <= LONGEST_FILE
        ? Optional.empty()
        : Optional.of(
            Code.FILE_TOO_LARGE.at(
                "the file has " + length + " characters, and " + LONGEST_FILE + " are allowed",
                new Span(0, 0)));
  }

  /// A whole `.test.flow` file.
  public static Parsed<Suite> parseSuite(SourceText source) {
    Optional<Diagnostic> tooLarge = tooLarge(source);
    if (tooLarge.isPresent()) {
      return Parsed.failed(List.of(tooLarge.get()));
    }
    Fragment fragment = Fragment.of(source);
    Problems problems = new Problems(fragment);
    Tokens tokens = TokenScan.scanSuite(fragment, problems);
    return read(
        fragment,
        true,
        tokens,
        problems,
        FlowParser::suite,
        (context, builders) -> builders.suites().suite(context));
  }

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
        (context, builders) -> builders.exprs.root(context.expr()));
  }

  /// A type, such as `{name: string, tags?: [string]}`.
  public static Parsed<TypeExpr> type(Fragment fragment) {
    return read(
        fragment,
        true,
        FlowParser::loneType,
        (context, builders) -> builders.types.type(context.typeExpr()));
  }

  /// A retry policy, such as `5 attempts, backoff 1s..60s, jitter full`.
  public static Parsed<RetryPolicyExpr> retryPolicy(Fragment fragment) {
    return read(
        fragment,
        true,
        FlowParser::lonePolicy,
        (context, builders) -> builders.policies.policy(context.policy()));
  }

  /// The two ends of a backoff, such as `1s..60s`.
  public static Parsed<RetryPolicyExpr.Backoff> backoff(Fragment fragment) {
    return read(
        fragment,
        true,
        FlowParser::loneBackoff,
        (context, builders) -> builders.policies.backoff(context.backoff()));
  }

  /// A literal duration, such as `2h30m`.
  public static Parsed<DurationText> duration(Fragment fragment) {
    return read(
        fragment,
        true,
        FlowParser::loneDuration,
        (context, builders) -> builders.policies.duration(context.DURATION()));
  }

  /// The index of the `}` that ends an expression which begins at an index, as behind `${`; empty
  /// where there is none. Braces in text and in comments do not count, nested text with `${…}`
  /// does.
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
    T build(C context, Builders builders);
  }

  /// What makes the syntax tree of one text, put together.
  private static final class Builders {

    private final ExprBuilder exprs;
    private final TypeBuilder types;
    private final PolicyBuilder policies;
    private final StatementBuilder statements;
    private final DeclarationBuilder declarations;
    private final Comments comments;
    private final Problems problems;

    Builders(Fragment fragment, boolean templates, Tokens tokens, Problems problems) {
      this.problems = problems;
      this.comments = new Comments(fragment, tokens);
      this.exprs = new ExprBuilder(templates, problems);
      this.types = new TypeBuilder(tokens, problems, exprs, comments);
      this.policies = new PolicyBuilder(problems, exprs);
      this.statements = new StatementBuilder(problems, exprs, types, policies, comments);
      this.declarations =
          new DeclarationBuilder(problems, exprs, types, policies, statements.clauses(), comments);
    }

    SuiteBuilder suites() {
      return new SuiteBuilder(problems, exprs, policies, comments);
    }

    static Workflow workflow(FlowParser.FileContext context, Builders builders) {
      FlowParser.HeaderContext header = context.header();
      Comments.Around around = builders.comments.before(header).beside(header.getStop());
      Name name =
          new Name(
              header.qualifiedName().getText(), builders.problems.span(header.qualifiedName()));
      List<Declaration> declarations = builders.declarations.declarations(context.declarations());
      Block body = builders.statements.body(context.statements(), context.EOF().getSymbol());
      Span span = builders.problems.span(header.getStart(), context.EOF().getSymbol());
      return new Workflow(name, declarations, body, around.trivia(), span);
    }
  }

  private static <C extends ParserRuleContext, T> Parsed<T> read(
      Fragment fragment, boolean templates, Function<FlowParser, C> rule, Build<C, T> build) {
    Problems problems = new Problems(fragment);
    Tokens tokens = TokenScan.scan(fragment, templates, problems);
    return read(fragment, templates, tokens, problems, rule, build);
  }

  private static <C extends ParserRuleContext, T> Parsed<T> read(
      Fragment fragment,
      boolean templates,
      Tokens tokens,
      Problems problems,
      Function<FlowParser, C> rule,
      Build<C, T> build) {
    if (!tokens.wellNested() || problems.full()) {
      return Parsed.failed(problems.inOrder());
    }
    Optional<C> context = parse(tokens, rule, problems);
    if (context.isEmpty() || problems.any()) {
      return Parsed.failed(problems.inOrder());
    }
    T value = build.build(context.get(), new Builders(fragment, templates, tokens, problems));
    return problems.any()
        ? Parsed.failed(problems.inOrder())
        : Parsed.of(value, problems.inOrder());
  }

  private static <C> Optional<C> parse(
      Tokens tokens, Function<FlowParser, C> rule, Problems problems) {
    CommonTokenStream stream = tokens.stream();
    FlowParser parser = new FlowParser(stream);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(Recovery.quick(tokens, problems));
    try {
      return Optional.of(rule.apply(parser));
    } catch (ParseCancellationException quickFailed) {
      stream.seek(0);
      parser.reset();
      parser.getInterpreter().setPredictionMode(PredictionMode.LL);
      parser.setErrorHandler(Recovery.reporting(tokens, problems));
    }
    try {
      return Optional.of(rule.apply(parser));
    } catch (ParseCancellationException tooManyErrors) {
      return Optional.empty();
    }
  }
}
