package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.ClauseOwner;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;

/// Makes the declarations of the syntax tree.
final class DeclarationBuilder {

  private final Problems problems;
  private final ExprBuilder exprs;
  private final TypeBuilder types;
  private final PolicyBuilder policies;
  private final ClauseBuilder clauses;
  private final Comments comments;

  DeclarationBuilder(
      Problems problems,
      ExprBuilder exprs,
      TypeBuilder types,
      PolicyBuilder policies,
      ClauseBuilder clauses,
      Comments comments) {
    this.problems = problems;
    this.exprs = exprs;
    this.types = types;
    this.policies = policies;
    this.clauses = clauses;
    this.comments = comments;
  }

  List<Declaration> declarations(FlowParser.DeclarationsContext context) {
    List<Declaration> declarations = new ArrayList<>();
    Map<String, Span> single = new HashMap<>();
    for (FlowParser.DeclarationContext each : context.declaration()) {
      Declaration declaration = declaration(each);
      checkSingle(single, declaration);
      declarations.add(declaration);
    }
    return declarations;
  }

  /// Names that are declared twice are for the analysis, which knows them from both spellings.
  private void checkSingle(Map<String, Span> seen, Declaration declaration) {
    String word =
        switch (declaration) {
          case Declaration.Input _ -> "input";
          case Declaration.Output _ -> "output";
          case Declaration.Timeout _ -> "timeout";
          case Declaration.Default it -> "default " + ClauseOwner.title(it.clause());
          case Declaration.NamedType _, Declaration.Retry _, Declaration.Signal _ -> "";
        };
    if (word.isEmpty()) {
      return;
    }
    Span before = seen.putIfAbsent(word, declaration.span());
    if (before != null) {
      problems.add(
          Code.DUPLICATE_PART
              .at("'" + word + "' is declared twice", declaration.span())
              .related("the first is here", before));
    }
  }

  private Declaration declaration(FlowParser.DeclarationContext context) {
    Comments.Around around = comments.before(context);
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.InputDeclarationContext it -> {
        around.beside(it.fieldBlock().getStart());
        List<TypeExpr.Field> fields = types.fields(it.fieldBlock(), true);
        yield new Declaration.Input(fields, end(around, it), span);
      }
      case FlowParser.OutputDeclarationContext it -> {
        TypeExpr type = type(it.typeExpr(), around);
        yield new Declaration.Output(type, end(around, it), span);
      }
      case FlowParser.TypeDeclarationContext it -> {
        TypeExpr type = type(it.typeExpr(), around);
        yield new Declaration.NamedType(exprs.name(it.word()), type, end(around, it), span);
      }
      case FlowParser.SignalDeclarationContext it -> {
        TypeExpr type = type(it.typeExpr(), around);
        yield new Declaration.Signal(exprs.name(it.word()), type, end(around, it), span);
      }
      case FlowParser.TimeoutDeclarationContext it ->
          new Declaration.Timeout(policies.duration(it.DURATION()), end(around, it), span);
      case FlowParser.RetryDeclarationContext it ->
          new Declaration.Retry(
              exprs.name(it.word()), policies.policy(it.policy()), end(around, it), span);
      case FlowParser.DefaultDeclarationContext it -> {
        around.beside(it.getStop());
        Clause clause = clauses.clause((ParserRuleContext) it.getChild(1));
        clauses.checkTimeout(ClauseOwner.STEP, clause);
        yield new Declaration.Default(clause, around.trivia(), span);
      }
      default -> throw new IllegalStateException("unknown declaration " + context.getClass());
    };
  }

  /// A comment at the end of the first line belongs to the declaration, not to the first field.
  private TypeExpr type(FlowParser.TypeExprContext context, Comments.Around around) {
    around.beside(context.getStart());
    return types.type(context);
  }

  private static Trivia end(Comments.Around around, ParserRuleContext context) {
    return around.beside(context.getStop()).trivia();
  }
}
