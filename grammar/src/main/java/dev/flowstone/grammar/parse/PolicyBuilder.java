package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/// Makes retry policies, durations and counts of the syntax tree.
final class PolicyBuilder {

  private static final List<String> JITTERS = List.of("none", "full", "half");

  private final Problems problems;
  private final ExprBuilder exprs;

  PolicyBuilder(Problems problems, ExprBuilder exprs) {
    this.problems = problems;
    this.exprs = exprs;
  }

  RetryPolicyExpr policy(FlowParser.PolicyContext context) {
    Map<String, Span> seen = new HashMap<>();
    Optional<RetryPolicyExpr.Whole> attempts = Optional.empty();
    Optional<RetryPolicyExpr.Backoff> backoff = Optional.empty();
    Optional<RetryPolicyExpr.Factor> factor = Optional.empty();
    Optional<Name> jitter = Optional.empty();
    Optional<DurationText> within = Optional.empty();
    List<Name> only = List.of();
    List<Name> except = List.of();
    for (FlowParser.PolicyPartContext part : context.policyPart()) {
      switch (part) {
        case FlowParser.AttemptsPartContext it -> {
          once(seen, "attempts", part);
          attempts = Optional.of(attempts(it));
        }
        case FlowParser.BackoffPartContext it -> {
          once(seen, "backoff", part);
          backoff = Optional.of(backoff(it.backoff()));
        }
        case FlowParser.FactorPartContext it -> {
          once(seen, "factor", part);
          factor = Optional.of(factor(it.NUMBER().getSymbol()));
        }
        case FlowParser.JitterPartContext it -> {
          once(seen, "jitter", part);
          jitter = Optional.of(jitter(it));
        }
        case FlowParser.WithinPartContext it -> {
          once(seen, "within", part);
          within = Optional.of(duration(it.DURATION()));
        }
        case FlowParser.OnlyPartContext it -> {
          once(seen, "only", part);
          only = errors(it.errorList());
        }
        case FlowParser.ExceptPartContext it -> {
          once(seen, "except", part);
          except = errors(it.errorList());
        }
        default -> throw new IllegalStateException("unknown part " + part.getClass());
      }
    }
    return new RetryPolicyExpr(
        attempts, backoff, factor, jitter, within, only, except, problems.span(context));
  }

  private void once(Map<String, Span> seen, String part, ParserRuleContext context) {
    Span span = problems.span(context);
    Span before = seen.putIfAbsent(part, span);
    if (before != null) {
      problems.add(
          Code.DUPLICATE_PART
              .at("'" + part + "' is there twice", span)
              .related("the first is here", before));
    }
  }

  private RetryPolicyExpr.Whole attempts(FlowParser.AttemptsPartContext context) {
    return new RetryPolicyExpr.Whole(
        count(context.NUMBER(), "the number of attempts"),
        problems.span(context.NUMBER().getSymbol()));
  }

  RetryPolicyExpr.Backoff backoff(FlowParser.BackoffContext context) {
    return new RetryPolicyExpr.Backoff(
        duration(context.DURATION(0)), duration(context.DURATION(1)), problems.span(context));
  }

  private RetryPolicyExpr.Factor factor(Token number) {
    double value = decimal(number, "a factor");
    return new RetryPolicyExpr.Factor(value, number.getText(), problems.span(number));
  }

  private Name jitter(FlowParser.JitterPartContext context) {
    Name name = exprs.name(context.word());
    if (!JITTERS.contains(name.text())) {
      problems.add(
          Code.UNKNOWN_WORD,
          "expected none, full or half after 'jitter' but found '" + name.text() + "'",
          name.span(),
          Nearest.hint(name.text(), JITTERS));
    }
    return name;
  }

  private List<Name> errors(FlowParser.ErrorListContext context) {
    if (context.word().isEmpty()) {
      problems.add(Code.MISSING_PART, "the list names no error", problems.span(context));
    }
    List<Name> names = new ArrayList<>();
    for (FlowParser.WordContext word : context.word()) {
      names.add(exprs.name(word));
    }
    return names;
  }

  DurationText duration(TerminalNode node) {
    return DurationSyntax.of(node.getSymbol(), problems);
  }

  /// A whole number from 1 on.
  int count(TerminalNode node, String what) {
    Token token = node.getSymbol();
    String text = token.getText();
    boolean whole = text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = whole ? Integer.parseInt(text) : 0;
    if (value < 1) {
      problems.add(
          Code.OUT_OF_BOUNDS,
          what + " must be a whole number from 1 to 999999999, not " + text,
          problems.span(token));
    }
    return value;
  }

  /// A number that is not negative, with or without a fraction.
  double decimal(Token token, String what) {
    String text = token.getText();
    double value =
        text.startsWith("0x") || text.startsWith("0X") ? Double.NaN : Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      problems.add(
          Code.OUT_OF_BOUNDS,
          what + " must be a decimal number, not " + text,
          problems.span(token));
    }
    return value;
  }
}
