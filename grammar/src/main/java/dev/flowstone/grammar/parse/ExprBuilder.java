package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Expr.BinaryOperator;
import dev.flowstone.grammar.ast.Expr.UnaryOperator;
import dev.flowstone.grammar.ast.ExprSize;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/// Makes expressions of the syntax tree from what ANTLR has parsed without error.
///
/// It recurses in brackets only, as the parser does; chains are folded in loops and may be long.
/// Their bound is checked on the finished expression, see [#root].
final class ExprBuilder {

  private static final int LONGEST_SOURCE = 8 * 1024;

  private final Problems problems;
  private final TextLiteral literal;

  ExprBuilder(boolean templates, Problems problems) {
    this.problems = problems;
    this.literal = new TextLiteral(templates, problems);
  }

  /// A whole expression, which must be within the bounds.
  Expr root(FlowParser.ExprContext context) {
    return bounded(expr(context), context);
  }

  /// A literal that stands as a default value.
  Expr root(FlowParser.ConstantContext context) {
    Expr value = atom(context.atom());
    Expr signed =
        context.MINUS() == null
            ? value
            : new Expr.Unary(UnaryOperator.NEGATE, value, problems.span(context));
    return bounded(signed, context);
  }

  /// A text that stands by itself.
  Expr root(FlowParser.TextContext context) {
    return bounded(text(context), context);
  }

  private Expr bounded(Expr expr, ParserRuleContext context) {
    int length = context.getStop().getStopIndex() + 1 - context.getStart().getStartIndex();
    ExprSize size = ExprSize.of(expr);
    if (length > LONGEST_SOURCE) {
      tooLarge("has " + length + " characters, and " + LONGEST_SOURCE + " are allowed", context);
    } else if (size.nodes() > ExprSize.MOST_NODES) {
      tooLarge(
          "has " + size.nodes() + " parts, and " + ExprSize.MOST_NODES + " are allowed", context);
    } else if (size.depth() > ExprSize.DEEPEST) {
      problems.add(
          Code.TOO_DEEP,
          "the expression is nested "
              + size.depth()
              + " deep, and "
              + ExprSize.DEEPEST
              + " are allowed",
          problems.span(context));
    }
    return expr;
  }

  private void tooLarge(String message, ParserRuleContext context) {
    problems.add(
        Code.EXPRESSION_TOO_LARGE,
        "the expression " + message,
        problems.span(context),
        Optional.of("assign parts of it to names"));
  }

  Name name(ParserRuleContext context) {
    return name(context.getStart());
  }

  Name name(Token token) {
    return new Name(unquoted(token), problems.span(token));
  }

  private static String unquoted(Token token) {
    String text = token.getText();
    return token.getType() == FlowParser.QUOTED_NAME ? text.substring(1, text.length() - 1) : text;
  }

  private Expr expr(FlowParser.ExprContext context) {
    List<FlowParser.OperationContext> parts = context.operation();
    Expr result = operation(parts.getLast());
    for (int i = parts.size() - 3; i >= 0; i -= 2) {
      Expr condition = operation(parts.get(i));
      Expr yes = operation(parts.get(i + 1));
      result = new Expr.Conditional(condition, yes, result, condition.span().to(result.span()));
    }
    return result;
  }

  private Expr operation(FlowParser.OperationContext context) {
    if (context.getChildCount() == 1) {
      return operand((FlowParser.OperandContext) context.getChild(0));
    }
    Deque<Expr> operands = new ArrayDeque<>();
    Deque<BinaryOperator> operators = new ArrayDeque<>();
    operands.push(operand((FlowParser.OperandContext) context.getChild(0)));
    for (int i = 1; i < context.getChildCount(); i += 2) {
      BinaryOperator operator = operator(((ParserRuleContext) context.getChild(i)).getStart());
      while (!operators.isEmpty() && operators.element().precedence() >= operator.precedence()) {
        fold(operands, operators);
      }
      operators.push(operator);
      operands.push(operand((FlowParser.OperandContext) context.getChild(i + 1)));
    }
    while (!operators.isEmpty()) {
      fold(operands, operators);
    }
    return operands.pop();
  }

  private static void fold(Deque<Expr> operands, Deque<BinaryOperator> operators) {
    Expr right = operands.pop();
    Expr left = operands.pop();
    operands.push(new Expr.Binary(operators.pop(), left, right, left.span().to(right.span())));
  }

  private static BinaryOperator operator(Token sign) {
    return switch (sign.getType()) {
      case FlowParser.OR -> BinaryOperator.OR;
      case FlowParser.AND -> BinaryOperator.AND;
      case FlowParser.EQUAL -> BinaryOperator.EQUAL;
      case FlowParser.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
      case FlowParser.LESS -> BinaryOperator.LESS;
      case FlowParser.LESS_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case FlowParser.GREATER -> BinaryOperator.GREATER;
      case FlowParser.GREATER_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case FlowParser.IN -> BinaryOperator.IN;
      case FlowParser.PLUS -> BinaryOperator.ADD;
      case FlowParser.MINUS -> BinaryOperator.SUBTRACT;
      case FlowParser.STAR -> BinaryOperator.MULTIPLY;
      case FlowParser.SLASH -> BinaryOperator.DIVIDE;
      case FlowParser.PERCENT -> BinaryOperator.REMAINDER;
      default -> throw new IllegalArgumentException("not an operator: " + sign);
    };
  }

  private Expr operand(FlowParser.OperandContext context) {
    int signs = 0;
    while (context.getChild(signs) instanceof TerminalNode) {
      signs++;
    }
    Expr result = atom((FlowParser.AtomContext) context.getChild(signs));
    Token first = ((ParserRuleContext) context.getChild(signs)).getStart();
    for (int i = signs + 1; i < context.getChildCount(); i++) {
      result = suffix(first, result, (FlowParser.SuffixContext) context.getChild(i));
    }
    for (int i = signs - 1; i >= 0; i--) {
      Token sign = ((TerminalNode) context.getChild(i)).getSymbol();
      UnaryOperator operator =
          sign.getType() == FlowParser.NOT ? UnaryOperator.NOT : UnaryOperator.NEGATE;
      result = new Expr.Unary(operator, result, problems.span(sign).to(result.span()));
    }
    return result;
  }

  private Expr suffix(Token first, Expr target, FlowParser.SuffixContext context) {
    Span span = problems.span(first, context.getStop());
    return switch (context) {
      case FlowParser.IndexSuffixContext index ->
          new Expr.Index(target, expr(index.expr()), index.QUESTION() != null, span);
      case FlowParser.FieldSuffixContext field -> {
        Name name = name(field.selector());
        if (field.arguments() == null) {
          yield new Expr.Field(target, name, field.QUESTION() != null, span);
        }
        if (field.QUESTION() != null) {
          problems.add(
              Code.UNEXPECTED,
              "a function cannot be called with '.?'",
              problems.span(field),
              Optional.of("call it on the value inside: optMap(v, v." + name.text() + "(…))"));
        }
        yield new Expr.Call(Optional.of(target), name, arguments(field.arguments()), span);
      }
      default -> throw new IllegalStateException("unknown suffix " + context.getClass());
    };
  }

  private List<Expr> arguments(FlowParser.ArgumentsContext context) {
    return context.expr().stream().map(this::expr).toList();
  }

  private Expr atom(FlowParser.AtomContext context) {
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.NullAtomContext _ -> new Expr.Null(span);
      case FlowParser.BoolAtomContext bool -> new Expr.Bool(bool.TRUE() != null, span);
      case FlowParser.NumberAtomContext number -> new Expr.Number(number.getText(), span);
      case FlowParser.DurationAtomContext duration ->
          new Expr.Duration(DurationSyntax.of(duration.getStart(), problems), span);
      case FlowParser.TextAtomContext text -> text(text.text());
      case FlowParser.VariableAtomContext variable -> {
        Name name = name(variable.variable());
        yield variable.arguments() == null
            ? new Expr.Variable(name, span)
            : new Expr.Call(Optional.empty(), name, arguments(variable.arguments()), span);
      }
      case FlowParser.GroupAtomContext group -> expr(group.expr());
      case FlowParser.ListAtomContext list ->
          new Expr.ListLiteral(list.element().stream().map(this::element).toList(), span);
      case FlowParser.MapAtomContext map ->
          new Expr.MapLiteral(map.entry().stream().map(this::entry).toList(), span);
      default -> throw new IllegalStateException("unknown atom " + context.getClass());
    };
  }

  private Expr.Element element(FlowParser.ElementContext context) {
    return new Expr.Element(
        context.QUESTION() != null, expr(context.expr()), problems.span(context));
  }

  private Expr.Entry entry(FlowParser.EntryContext context) {
    return new Expr.Entry(
        context.QUESTION() != null,
        key(context.key()),
        expr(context.expr()),
        problems.span(context));
  }

  /// A lone word is the key itself; in parentheses it would be a variable.
  private Expr key(FlowParser.KeyContext context) {
    Token only = context.getStart();
    boolean bare =
        context.getStop().getTokenIndex() == only.getTokenIndex()
            && Words.word(only)
            && !constant(only);
    return bare
        ? new Expr.Text(only.getText(), false, problems.span(only))
        : operation(context.operation());
  }

  private static boolean constant(Token token) {
    return switch (token.getType()) {
      case FlowParser.TRUE, FlowParser.FALSE, FlowParser.NULL -> true;
      default -> false;
    };
  }

  /// A constant text in `${…}` is just more text, so that a template never has two texts in a row.
  private Expr text(FlowParser.TextContext context) {
    Token open = context.getStart();
    Span span = problems.span(context);
    boolean block = TextLiteral.block(open);
    if (open.getType() != FlowParser.TEXT_OPEN) {
      return new Expr.Text(TextLiteral.content(open), block, span);
    }
    List<Expr> parts = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    int runStart = open.getStopIndex() + 1;
    for (FlowParser.TextPartContext part : context.textPart()) {
      if (part.expr() == null) {
        literal.append(part.getStart(), run);
        continue;
      }
      Expr inner = expr(part.expr());
      if (inner instanceof Expr.Text constant) {
        run.append(constant.value());
        continue;
      }
      addRun(parts, run, block, problems.span(runStart, part.getStart().getStartIndex()));
      parts.add(inner);
      runStart = part.getStop().getStopIndex() + 1;
    }
    if (parts.isEmpty()) {
      return new Expr.Text(run.toString(), block, span);
    }
    addRun(parts, run, block, problems.span(runStart, context.getStop().getStartIndex()));
    return new Expr.Template(parts, block, span);
  }

  private static void addRun(List<Expr> parts, StringBuilder run, boolean block, Span span) {
    if (!run.isEmpty()) {
      parts.add(new Expr.Text(run.toString(), block, span));
      run.setLength(0);
    }
  }

  /// The text of a name in quotes, which must be without expressions.
  String plain(FlowParser.TextContext context) {
    if (text(context) instanceof Expr.Text text) {
      return text.value();
    }
    problems.add(
        Diagnostic.error(
            Code.UNEXPECTED.id(), "a name cannot have '${…}' in it", problems.span(context)));
    return "";
  }
}
