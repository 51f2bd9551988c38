package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.TypeExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lays out types and retry policies.
final class TypeLayout {

  private final ExprLayout exprs;

  TypeLayout(ExprLayout exprs) {
    this.exprs = exprs;
  }

  Doc type(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Named named -> Doc.text(named.name().text());
      case TypeExpr.ListOf list -> Doc.concat(Doc.text("["), type(list.element()), Doc.text("]"));
      case TypeExpr.MapOf map -> Doc.concat(Doc.text("{"), type(map.value()), Doc.text("}"));
      case TypeExpr.Record record -> record(record);
      case TypeExpr.Nullable nullable -> Doc.concat(type(nullable.type()), Doc.text("?"));
    };
  }

  private Doc record(TypeExpr.Record record) {
    if (record.fields().isEmpty()) {
      return Doc.text("{}");
    }
    boolean commented = record.fields().stream().anyMatch(field -> Comments.any(field.trivia()));
    if (commented) {
      return fields(record.fields());
    }
    List<Doc> parts = record.fields().stream().map(this::field).toList();
    Doc between = Doc.concat(new Doc.IfBroken("", ","), Doc.LINE);
    return Doc.group(
        Doc.text("{"),
        Doc.indent(Doc.SOFT_LINE, Doc.join(between, parts)),
        Doc.SOFT_LINE,
        Doc.text("}"));
  }

  /// One field in each line, as of the input.
  Doc fields(List<TypeExpr.Field> fields) {
    if (fields.isEmpty()) {
      return Doc.text("{}");
    }
    List<Doc> parts = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      TypeExpr.Field field = fields.get(i);
      parts.add(Comments.newLine(field.trivia(), i == 0));
      parts.add(field(field));
      parts.add(Comments.beside(field.trivia()));
    }
    return Doc.concat(Doc.text("{"), Doc.indent(Doc.concat(parts)), Doc.HARD_LINE, Doc.text("}"));
  }

  private Doc field(TypeExpr.Field field) {
    String head = ExprLayout.label(field.name().text()) + (field.optional() ? "?: " : ": ");
    Doc typed = Doc.concat(Doc.text(head), type(field.type()));
    return field
        .defaultValue()
        .map(value -> Doc.concat(typed, Doc.text(" = "), exprs.expr(value)))
        .orElse(typed);
  }

  Doc policy(RetryPolicyExpr policy) {
    List<Doc> parts = new ArrayList<>();
    policy.attempts().ifPresent(it -> parts.add(Doc.text(it.value() + " attempts")));
    policy
        .backoff()
        .ifPresent(
            it -> parts.add(Doc.text("backoff " + it.from().text() + ".." + it.to().text())));
    policy.factor().ifPresent(it -> parts.add(Doc.text("factor " + it.text())));
    policy.jitter().ifPresent(it -> parts.add(Doc.text("jitter " + it.text())));
    policy.within().ifPresent(it -> parts.add(Doc.text("within " + it.text())));
    if (!policy.only().isEmpty()) {
      parts.add(Doc.text("only [" + names(policy.only()) + "]"));
    }
    if (!policy.except().isEmpty()) {
      parts.add(Doc.text("except [" + names(policy.except()) + "]"));
    }
    return Doc.group(Doc.indent(Doc.join(Doc.concat(Doc.text(","), Doc.LINE), parts)));
  }

  static String names(List<Name> names) {
    return names.stream().map(Name::text).collect(Collectors.joining(", "));
  }
}
