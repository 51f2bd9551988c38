package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a workflow in the YAML spelling.
///
/// The reader gives the same tree back, with the same comments: nothing is lost but layout.
/// Statements stand on lines of their own, small data in braces, and quotes are only where the text
/// would be something else without.
public final class YamlPrinter {

  private final ValueWriter values;
  private final StatementWriter statements;

  private YamlPrinter(Workflow workflow) {
    values = new ValueWriter(new VisibleNames(workflow));
    statements = new StatementWriter(values);
  }

  public static String print(Workflow workflow) {
    return Layout.of(new YamlPrinter(workflow).root(workflow));
  }

  /// The tests of a workflow.
  public static String print(Suite suite) {
    ValueWriter values = new ValueWriter(new VisibleNames(suite));
    return Layout.of(new SuiteWriter(values).suite(suite));
  }

  private Out.Mapping root(Workflow workflow) {
    Out.Pairs root = new Out.Pairs();
    root.add(Out.pair("workflow", name(workflow.name()), workflow.trivia()));
    Map<String, List<Out.Pair>> groups = new LinkedHashMap<>();
    for (Declaration declaration : workflow.declarations()) {
      Out.Pair pair = declaration(declaration);
      String group = group(declaration);
      if (group.isEmpty()) {
        groups.put(pair.key().text(), List.of(pair));
      } else {
        groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(pair);
      }
    }
    groups.forEach((key, pairs) -> root.add(isGroup(key) ? grouped(key, pairs) : pairs.getFirst()));
    boolean blank =
        workflow.body().statements().stream()
            .findFirst()
            .filter(s -> s.trivia().blankLineBefore())
            .isPresent();
    Trivia trivia = new Trivia(blank, List.of(), Optional.empty());
    root.add(Out.pair("do", statements.block(workflow.body()), trivia));
    return root.block();
  }

  private static boolean isGroup(String key) {
    return switch (key) {
      case "types", "retries", "signals", "default" -> true;
      default -> false;
    };
  }

  private static Out.Pair grouped(String key, List<Out.Pair> pairs) {
    boolean blank = pairs.getFirst().trivia().blankLineBefore();
    List<Out.Pair> inside = new ArrayList<>(pairs);
    Out.Pair first = inside.removeFirst();
    Trivia trivia = new Trivia(false, first.trivia().above(), first.trivia().beside());
    inside.addFirst(new Out.Pair(first.key(), first.value(), trivia));
    return Out.pair(
        key, new Out.Mapping(inside, true), new Trivia(blank, List.of(), Optional.empty()));
  }

  /// The key that declarations of a kind share; nothing where there is only one of the kind.
  private static String group(Declaration declaration) {
    return switch (declaration) {
      case Declaration.NamedType _ -> "types";
      case Declaration.Retry _ -> "retries";
      case Declaration.Signal _ -> "signals";
      case Declaration.Default _ -> "default";
      case Declaration.Input _, Declaration.Output _, Declaration.Timeout _ -> "";
    };
  }

  private Out.Pair declaration(Declaration declaration) {
    return switch (declaration) {
      case Declaration.Input d -> input(d);
      case Declaration.Output d -> Out.pair("output", type(d.type()), trivia(d.trivia(), d.type()));
      case Declaration.NamedType d ->
          new Out.Pair(name(d.name()), type(d.type()), trivia(d.trivia(), d.type()));
      case Declaration.Timeout d -> Out.pair("timeout", Out.word(d.duration().text()), d.trivia());
      case Declaration.Retry d -> new Out.Pair(name(d.name()), policy(d.policy()), d.trivia());
      case Declaration.Signal d ->
          new Out.Pair(name(d.name()), type(d.payload()), trivia(d.trivia(), d.payload()));
      case Declaration.Default d -> {
        Out.Pair clause = statements.clause(d.clause());
        yield new Out.Pair(clause.key(), clause.value(), above(d.trivia(), clause.trivia()));
      }
    };
  }

  private Out.Pair input(Declaration.Input input) {
    List<Out.Pair> fields = new ArrayList<>();
    for (TypeExpr.Field field : input.fields()) {
      String type = Formatter.oneLine(field.type());
      String all =
          field.defaultValue().map(value -> type + " = " + Formatter.oneLine(value)).orElse(type);
      Out.Leaf key = Quoting.raw(field.name().text() + (field.optional() ? "?" : ""));
      fields.add(new Out.Pair(key, Quoting.raw(all), trivia(field.trivia(), field.type())));
    }
    return Out.pair("input", new Out.Mapping(fields, false), input.trivia());
  }

  private static Out type(TypeExpr type) {
    return Quoting.raw(Formatter.oneLine(type));
  }

  /// A type is one scalar: the comments in it move above.
  private static Trivia trivia(Trivia own, TypeExpr type) {
    List<String> inside = new ArrayList<>();
    comments(type, inside);
    return above(own, new Trivia(false, inside, Optional.empty()));
  }

  private static void comments(TypeExpr type, List<String> found) {
    switch (type) {
      case TypeExpr.Named _ -> {}
      case TypeExpr.ListOf list -> comments(list.element(), found);
      case TypeExpr.MapOf map -> comments(map.value(), found);
      case TypeExpr.Nullable nullable -> comments(nullable.type(), found);
      case TypeExpr.Record record -> {
        for (TypeExpr.Field field : record.fields()) {
          found.addAll(field.trivia().above());
          field.trivia().beside().ifPresent(found::add);
          comments(field.type(), found);
        }
      }
    }
  }

  /// What belongs to something, with comments from inside of it that have no other place.
  static Trivia above(Trivia own, Trivia inside) {
    if (inside.above().isEmpty() && inside.beside().isEmpty()) {
      return own;
    }
    List<String> above = new ArrayList<>(own.above());
    above.addAll(inside.above());
    Optional<String> beside = own.beside().or(inside::beside);
    if (own.beside().isPresent()) {
      inside.beside().ifPresent(above::add);
    }
    return new Trivia(own.blankLineBefore(), above, beside);
  }

  static Out.Leaf name(Name name) {
    return Quoting.raw(name.text());
  }

  static Out policy(RetryPolicyExpr policy) {
    return new Out.Pairs()
        .add("attempts", policy.attempts().map(a -> Out.word(Integer.toString(a.value()))))
        .add("backoff", policy.backoff().map(b -> Out.word(b.from().text() + ".." + b.to().text())))
        .add("factor", policy.factor().map(f -> Out.word(f.text())))
        .add("jitter", policy.jitter().map(YamlPrinter::name))
        .add("within", policy.within().map(w -> Out.word(w.text())))
        .add("only", names(policy.only()))
        .add("except", names(policy.except()))
        .flow();
  }

  static Optional<Out> names(List<Name> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(Out.words(names.stream().map(YamlPrinter::name).toList()));
  }
}
