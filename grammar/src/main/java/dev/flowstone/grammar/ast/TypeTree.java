package dev.flowstone.grammar.ast;

import static dev.flowstone.grammar.ast.Tree.node;
import static dev.flowstone.grammar.ast.Tree.word;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Types and retry policies as s-expressions.
final class TypeTree {

  private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z_0-9.]*");

  private TypeTree() {}

  static Tree of(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Named it -> word(it.name().text());
      case TypeExpr.ListOf it -> node("list-of", of(it.element()));
      case TypeExpr.MapOf it -> node("map-of", of(it.value()));
      case TypeExpr.Record it -> node("record", fields(it.fields()));
      case TypeExpr.Nullable it -> node("nullable", of(it.type()));
    };
  }

  static List<Tree> fields(List<TypeExpr.Field> fields) {
    List<Tree> trees = new ArrayList<>();
    for (TypeExpr.Field field : fields) {
      List<Tree> parts = new ArrayList<>();
      parts.add(of(field.type()));
      field.defaultValue().ifPresent(value -> parts.add(node("default", ExprTree.of(value))));
      trees.add(node(label(field.name()) + (field.optional() ? "?:" : ":"), parts));
    }
    return trees;
  }

  /// A name as a word, or in quotes where it is none.
  static String label(Name name) {
    return WORD.matcher(name.text()).matches()
        ? name.text()
        : ((Tree.Word) Tree.quoted(name.text())).text();
  }

  static Tree policy(RetryPolicyExpr policy) {
    List<Tree> parts = new ArrayList<>();
    policy
        .attempts()
        .ifPresent(it -> parts.add(node("attempts", word(String.valueOf(it.value())))));
    policy
        .backoff()
        .ifPresent(it -> parts.add(node("backoff", word(it.from().text()), word(it.to().text()))));
    policy.factor().ifPresent(it -> parts.add(node("factor", word(it.text()))));
    policy.jitter().ifPresent(it -> parts.add(node("jitter", word(it.text()))));
    policy.within().ifPresent(it -> parts.add(node("within", word(it.text()))));
    errors("only", policy.only(), parts);
    errors("except", policy.except(), parts);
    return node("policy", parts);
  }

  private static void errors(String head, List<Name> names, List<Tree> parts) {
    if (!names.isEmpty()) {
      parts.add(node(head, names.stream().map(name -> word(name.text())).toList()));
    }
  }
}
