package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/// Makes types of the syntax tree from what ANTLR has parsed without error.
final class TypeBuilder {

  private final Tokens tokens;
  private final Problems problems;
  private final ExprBuilder exprs;
  private final Comments comments;

  TypeBuilder(Tokens tokens, Problems problems, ExprBuilder exprs, Comments comments) {
    this.tokens = tokens;
    this.problems = problems;
    this.exprs = exprs;
    this.comments = comments;
  }

  TypeExpr type(FlowParser.TypeExprContext context) {
    TypeExpr type = atom(context.typeAtom());
    return context.QUESTION() == null ? type : new TypeExpr.Nullable(type, problems.span(context));
  }

  private TypeExpr atom(FlowParser.TypeAtomContext context) {
    Span span = problems.span(context);
    return switch (context) {
      case FlowParser.NamedTypeContext named -> new TypeExpr.Named(exprs.name(named.word()), span);
      case FlowParser.ListTypeContext list -> new TypeExpr.ListOf(type(list.typeExpr()), span);
      case FlowParser.MapTypeContext map -> new TypeExpr.MapOf(type(map.typeExpr()), span);
      case FlowParser.RecordTypeContext record ->
          new TypeExpr.Record(fields(record.fieldBlock(), false), span);
      default -> throw new IllegalStateException("unknown type " + context.getClass());
    };
  }

  /// The fields of a record, or of the input, which may have defaults.
  List<TypeExpr.Field> fields(FlowParser.FieldBlockContext context, boolean defaults) {
    List<TypeExpr.Field> fields = new ArrayList<>();
    int end = context.RIGHT_BRACE().getSymbol().getStartIndex();
    for (FlowParser.FieldContext field : context.field()) {
      checkSeparated(field, fields.isEmpty());
      fields.add(field(field, defaults, end));
    }
    return fields;
  }

  private void checkSeparated(FlowParser.FieldContext field, boolean first) {
    Token begin = field.getStart();
    int index = begin.getTokenIndex();
    if (!first
        && !tokens.beginsLine(index)
        && tokens.get(index - 1).getType() != FlowParser.COMMA) {
      problems.add(
          Code.UNEXPECTED,
          "expected ',' or a new line but found " + Shown.of(begin),
          problems.span(begin));
    }
  }

  private TypeExpr.Field field(FlowParser.FieldContext context, boolean defaults, int end) {
    Comments.Around around = comments.before(context);
    Name name = fieldName(context.fieldName());
    TypeExpr type = type(context.typeExpr());
    Optional<Expr> value = Optional.ofNullable(context.constant()).map(exprs::root);
    if (value.isPresent() && !defaults) {
      problems.add(
          Code.MISPLACED_PART,
          "only a field of the input may have a default",
          problems.span(context.constant()));
    }
    return new TypeExpr.Field(
        name,
        context.QUESTION() != null,
        type,
        value,
        around.besideEntry(context.getStop(), end).trivia(),
        problems.span(context));
  }

  /// A word, a quoted name, or a text as the name of a field or of an argument.
  Name fieldName(FlowParser.FieldNameContext context) {
    return context.text() == null
        ? exprs.name(context)
        : new Name(exprs.plain(context.text()), problems.span(context));
  }
}
