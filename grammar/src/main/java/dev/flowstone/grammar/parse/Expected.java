package dev.flowstone.grammar.parse;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/// What could have stood where something else was found, in the words of an author.
final class Expected {

  private static final int MOST_SHOWN = 4;

  private Expected() {}

  static String of(Parser parser, Tokens tokens, RecognitionException error) {
    ParserRuleContext context = (ParserRuleContext) error.getCtx();
    int index = error.getOffendingToken().getTokenIndex();
    int before = index == 0 ? Token.EOF : tokens.get(index - 1).getType();
    if (before == FlowParser.LEFT_PAREN
        || before == FlowParser.COMMA
        || before == FlowParser.LEFT_BRACE) {
      String element = element(context);
      if (!element.isEmpty()) {
        return element;
      }
    }
    String byRule = byRule(context, error);
    return byRule.isEmpty() ? byTokens(parser, context, error) : byRule;
  }

  /// What could have begun here, in a list that was just opened or has had a comma.
  private static String element(ParserRuleContext context) {
    return switch (context) {
      case FlowParser.InvocationContext _ -> "an argument, as in name: value,";
      case FlowParser.MapAtomContext _, FlowParser.EntryContext _ -> "the key of a map";
      default -> "";
    };
  }

  private static String byRule(ParserRuleContext context, RecognitionException error) {
    boolean first = error.getOffendingToken().getTokenIndex() == context.getStart().getTokenIndex();
    return switch (context.getRuleIndex()) {
      case FlowParser.RULE_atom -> first ? "a value" : "";
      case FlowParser.RULE_typeAtom -> first ? "a type" : "";
      case FlowParser.RULE_operand, FlowParser.RULE_operation, FlowParser.RULE_expr ->
          first ? "a value" : "";
      case FlowParser.RULE_entry -> first ? "the key of a map" : "";
      case FlowParser.RULE_policyPart, FlowParser.RULE_policy ->
          first ? "a part of a retry policy" : "";
      case FlowParser.RULE_fieldBlock -> first ? "" : "'}'";
      case FlowParser.RULE_retryClause -> first ? "" : "the name of a retry policy, or a policy";
      case FlowParser.RULE_fieldName ->
          context.getParent() instanceof FlowParser.ArgumentContext
              ? "an argument"
              : "the name of a field";
      case FlowParser.RULE_selector -> "the name of a field";
      case FlowParser.RULE_errorName -> "the name of an error";
      case FlowParser.RULE_failMessage, FlowParser.RULE_text -> first ? "a text" : "";
      case FlowParser.RULE_word, FlowParser.RULE_variable, FlowParser.RULE_softWord ->
          name(context.getParent());
      case FlowParser.RULE_qualifiedName -> "a name";
      case FlowParser.RULE_invocation -> first ? name(context) : "";
      case FlowParser.RULE_join, FlowParser.RULE_parallelOption, FlowParser.RULE_forOption -> "";
      default -> "";
    };
  }

  /// What a name at this place is the name of.
  private static String name(RuleContext parent) {
    return switch (parent) {
      case null -> "a name";
      case FlowParser.QualifiedNameContext qualified -> name(qualified.getParent());
      case FlowParser.InvocationContext invocation ->
          switch (invocation.getParent()) {
            case FlowParser.CallStatementContext _, FlowParser.StartStatementContext _ ->
                "the name of a workflow";
            default -> "the name of a handler";
          };
      case FlowParser.WordContext outer -> name(outer.getParent());
      case FlowParser.WaitForStatementContext _, FlowParser.SignalDeclarationContext _ ->
          "the name of a signal";
      case FlowParser.FailStatementContext _,
          FlowParser.FailingContext _,
          FlowParser.ErrorListContext _ ->
          "the name of an error";
      case FlowParser.SignalIncidentContext _, FlowParser.CallbackIncidentContext _ ->
          "the name of a signal";
      case FlowParser.SuiteHeaderContext _ -> "the name of the workflow";
      case FlowParser.StatusExpectationContext _ -> "a status";
      case FlowParser.GivenLineContext _,
          FlowParser.ListedContext _,
          FlowParser.CalledExpectationContext _ ->
          "the name of a handler";
      case FlowParser.RetryDeclarationContext _ -> "the name of a retry policy";
      case FlowParser.TypeDeclarationContext _ -> "the name of a type";
      case FlowParser.JitterPartContext _ -> "none, full or half";
      case FlowParser.AtomContext _ -> "a value";
      case FlowParser.HeaderContext _ -> "the name of the workflow";
      default -> "a name";
    };
  }

  private static String byTokens(
      Parser parser, ParserRuleContext context, RecognitionException error) {
    IntervalSet set =
        error.getOffendingState() < 0
            ? new IntervalSet()
            : parser.getATN().getExpectedTokens(error.getOffendingState(), context);
    List<String> names = new ArrayList<>();
    if (set.contains(FlowParser.NULL) && set.contains(FlowParser.LEFT_PAREN)) {
      return "a value";
    }
    boolean anyWord = set.contains(FlowParser.NAME);
    for (int type : set.toList()) {
      if (type == Token.EOF) {
        names.add("the end");
      } else if (!Words.word(type) || !anyWord) {
        names.add(named(type));
      }
    }
    if (anyWord) {
      names.addFirst("a name");
    }
    if (set.contains(FlowParser.RIGHT_PAREN) || set.contains(FlowParser.RIGHT_BRACKET)) {
      addComma(context, names);
    } else if (set.contains(FlowParser.RIGHT_BRACE) && context instanceof FlowParser.AtomContext) {
      addComma(context, names);
    }
    return listed(names);
  }

  private static void addComma(ParserRuleContext context, List<String> names) {
    boolean list =
        switch (context.getRuleIndex()) {
          case FlowParser.RULE_invocation, FlowParser.RULE_arguments, FlowParser.RULE_errorList ->
              true;
          case FlowParser.RULE_atom -> !(context instanceof FlowParser.GroupAtomContext);
          default -> false;
        };
    if (list && !names.contains("','")) {
      names.addFirst("','");
    }
  }

  private static String named(int type) {
    return switch (type) {
      case FlowParser.DURATION -> "a duration such as 30s";
      case FlowParser.NUMBER -> "a number";
      case FlowParser.PLAIN_TEXT, FlowParser.TEXT_OPEN, FlowParser.RAW_TEXT -> "a text";
      case FlowParser.QUOTED_NAME, FlowParser.NAME -> "a name";
      default -> {
        String literal = FlowParser.VOCABULARY.getLiteralName(type);
        yield literal != null
            ? literal
            : SuiteWords.word(type) ? "'" + SuiteWords.text(type) + "'" : "text";
      }
    };
  }

  private static String listed(List<String> all) {
    List<String> names = all.stream().distinct().toList();
    if (names.isEmpty()) {
      return "something else";
    }
    if (names.size() == 1) {
      return names.getFirst();
    }
    if (names.size() > MOST_SHOWN) {
      return "one of " + String.join(", ", names);
    }
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  /// What is missing after a sign at the end of a line.
  static String after(int type) {
    return switch (type) {
      case FlowParser.DOT -> "a name";
      case FlowParser.STEP, FlowParser.POLL -> "the name of a handler";
      case FlowParser.CALL, FlowParser.START -> "the name of a workflow";
      case FlowParser.WORKFLOW -> "the name of the workflow";
      case FlowParser.FAIL -> "the name of an error";
      case FlowParser.FOR -> "a name";
      default -> "a value";
    };
  }

  /// Whether a line cannot end with this.
  static boolean needsMore(int type) {
    return switch (type) {
      case FlowParser.ASSIGN,
          FlowParser.DOT,
          FlowParser.COMMA,
          FlowParser.COLON,
          FlowParser.EQUAL,
          FlowParser.NOT_EQUAL,
          FlowParser.LESS,
          FlowParser.LESS_OR_EQUAL,
          FlowParser.GREATER,
          FlowParser.GREATER_OR_EQUAL,
          FlowParser.AND,
          FlowParser.OR,
          FlowParser.NOT,
          FlowParser.PLUS,
          FlowParser.MINUS,
          FlowParser.STAR,
          FlowParser.SLASH,
          FlowParser.PERCENT,
          FlowParser.QUESTION,
          FlowParser.IN,
          FlowParser.LEFT_PAREN,
          FlowParser.LEFT_BRACKET,
          FlowParser.STEP,
          FlowParser.POLL,
          FlowParser.CALL,
          FlowParser.START,
          FlowParser.WORKFLOW,
          FlowParser.FAIL,
          FlowParser.FOR,
          FlowParser.WAIT,
          FlowParser.IF,
          FlowParser.MATCH,
          FlowParser.WHILE,
          FlowParser.YIELD,
          FlowParser.UNTIL,
          FlowParser.EVERY,
          FlowParser.TIMEOUT,
          FlowParser.WITH ->
          true;
      default -> false;
    };
  }

  static String closing(int opener) {
    return switch (opener) {
      case FlowParser.LEFT_PAREN -> "')'";
      case FlowParser.LEFT_BRACKET -> "']'";
      default -> "'}'";
    };
  }

  /// Whether a value, and with it a variable, could have stood there.
  static boolean variable(RecognitionException error) {
    RuleContext context = error.getCtx();
    return context instanceof FlowParser.AtomContext
        || context instanceof FlowParser.VariableContext
        || context instanceof FlowParser.OperandContext
        || context instanceof FlowParser.AssignmentContext;
  }

  static boolean argument(RecognitionException error) {
    return error.getCtx() instanceof FlowParser.ArgumentContext
        || (error.getCtx() != null
            && error.getCtx().getParent() instanceof FlowParser.ArgumentContext
            && error.getCtx().getRuleIndex() == FlowParser.RULE_fieldName);
  }

  static boolean policy(RecognitionException error) {
    return switch (error.getCtx().getRuleIndex()) {
      case FlowParser.RULE_policy,
          FlowParser.RULE_policyPart,
          FlowParser.RULE_retryClause,
          FlowParser.RULE_backoff ->
          true;
      default -> false;
    };
  }

  /// The words that could have stood there, to find the one that was meant.
  static List<String> words(RecognitionException error) {
    List<String> words = new ArrayList<>();
    IntervalSet set = error.getExpectedTokens();
    if (set == null) {
      return words;
    }
    for (int type : set.toList()) {
      String literal = type < 0 ? null : FlowParser.VOCABULARY.getLiteralName(type);
      if (literal != null && Words.word(type)) {
        words.add(literal.substring(1, literal.length() - 1));
      } else if (SuiteWords.word(type) && !set.contains(FlowParser.NAME)) {
        words.add(SuiteWords.text(type));
      }
    }
    return words;
  }
}
