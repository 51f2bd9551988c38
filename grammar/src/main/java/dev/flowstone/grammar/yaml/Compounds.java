package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// The statements that hold statements.
final class Compounds {

  private final Reading reading;
  private final Statements statements;
  private final Values values;
  private final Policies policies;

  Compounds(Reading reading, Statements statements, Values values, Policies policies) {
    this.reading = reading;
    this.statements = statements;
    this.values = values;
    this.policies = policies;
  }

  Optional<Statement> parallel(Statements.Body b) {
    List<Statement.Branch> branches = each(b.head().value(), "the branches", item -> branch(item));
    OptionalInt max = whole(b, "max");
    Optional<Name> target = statements.target(b.keys());
    Join join = join(b);
    return Optional.of(new Statement.Parallel(target, max, join, branches, b.trivia(), b.span()));
  }

  private Optional<Statement.Branch> branch(Node.Item item) {
    Span span = item.value().span();
    Optional<Node.Mapping> group =
        item.value() instanceof Node.Mapping mapping
                && mapping.entries().stream().anyMatch(entry -> entry.name().equals("group"))
            ? Optional.of(mapping)
            : Optional.empty();
    if (group.isEmpty()) {
      return statements
          .statement(item, List.of())
          .map(s ->
              new Statement.Branch(
                  false, new Block(List.of(s), List.of(), span), Trivia.NONE, span));
    }
    Optional<Node.Entry> entry =
        new Keys(reading, group.get(), "group", List.of("group")).find("group");
    return entry.map(e -> {
      Optional<String> beside = reading.comments.takeBeside(e);
      Block block = statements.block(e);
      return new Statement.Branch(true, block, statements.trivia(item, beside, List.of()), span);
    });
  }

  Optional<Statement> loop(Statements.Body b) {
    Optional<Name> item = reading.defined(b.head().value(), "the name of a variable");
    Optional<Expr> items = b.require("in").flatMap(entry -> values.bare(entry.value()));
    OptionalInt parallel = whole(b, "parallel");
    Optional<Name> target = statements.target(b.keys());
    Join join = join(b);
    Optional<Block> body = b.require("do").map(statements::block);
    if (item.isEmpty() || items.isEmpty() || body.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement.For(
            target, item.get(), items.get(), parallel, join, body.get(), b.trivia(), b.span()));
  }

  Optional<Statement> condition(Statements.Body b) {
    List<Statement.Arm> arms = new ArrayList<>();
    arm(b.head(), b.keys(), b.span()).ifPresent(arms::add);
    b.find("elif")
        .ifPresent(entry -> arms.addAll(each(entry.value(), "the further conditions", this::elif)));
    Optional<Block> otherwise = b.find("else").map(statements::block);
    return arms.isEmpty()
        ? Optional.empty()
        : Optional.of(new Statement.If(arms, otherwise, b.trivia(), b.span()));
  }

  private Optional<Statement.Arm> elif(Node.Item item) {
    Optional<Node.Mapping> mapping =
        reading.mapping(item.value(), "a condition with its statements");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = new Keys(reading, mapping.get(), "elif", List.of("if", "then"));
    return keys.require("if").flatMap(head -> arm(head, keys, mapping.get().span()));
  }

  private Optional<Statement.Arm> arm(Node.Entry head, Keys keys, Span span) {
    Optional<Expr> condition = values.bare(head.value());
    Optional<Block> block = keys.require("then").map(statements::block);
    return condition.flatMap(c -> block.map(then -> new Statement.Arm(c, then, span)));
  }

  Optional<Statement> match(Statements.Body b) {
    Optional<Expr> subject = values.bare(b.head().value());
    List<Statement.Case> cases =
        b.require("cases")
            .map(entry -> each(entry.value(), "the cases", this::matchCase))
            .orElse(List.of());
    Optional<Block> otherwise = b.find("else").map(statements::block);
    return subject.map(s -> new Statement.Match(s, cases, otherwise, b.trivia(), b.span()));
  }

  private Optional<Statement.Case> matchCase(Node.Item item) {
    Optional<Node.Mapping> mapping =
        reading.mapping(item.value(), "a case such as {case: [a, b], do: […]}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = new Keys(reading, mapping.get(), "case", List.of("case", "do"));
    Optional<Node.Entry> head = keys.require("case");
    Optional<String> beside = head.flatMap(reading.comments::takeBeside);
    List<Expr> found = new ArrayList<>();
    head.map(Node.Entry::value)
        .map(Compounds::alternatives)
        .orElse(List.of())
        .forEach(node -> values.value(node).ifPresent(found::add));
    Optional<Block> block = keys.require("do").map(statements::block);
    if (head.isPresent() && found.isEmpty()) {
      reading.missing(head.get().value(), "at least one value");
    }
    Trivia trivia = statements.trivia(item, beside, List.of());
    return block.map(d -> new Statement.Case(found, d, trivia, mapping.get().span()));
  }

  /// `case: [a, b]` names two values, and `case: a` one.
  private static List<Node> alternatives(Node node) {
    return node instanceof Node.Sequence sequence
        ? sequence.items().stream().map(Node.Item::value).toList()
        : List.of(node);
  }

  Optional<Statement> whileLoop(Statements.Body b) {
    Optional<Expr> condition = values.bare(b.head().value());
    OptionalInt max =
        b.require("max")
            .map(e -> policies.count(e.value(), "the bound of a while"))
            .orElse(OptionalInt.empty());
    Optional<Block> body = b.require("do").map(statements::block);
    if (condition.isEmpty() || max.isEmpty() || body.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement.While(condition.get(), max.getAsInt(), body.get(), b.trivia(), b.span()));
  }

  Optional<Statement> attempt(Statements.Body b) {
    Block body = statements.block(b.head());
    List<Statement.Catch> catches =
        b.find("catch")
            .map(entry -> each(entry.value(), "the errors that are caught", this::caught))
            .orElse(List.of());
    Optional<Block> last = b.find("finally").map(statements::block);
    if (catches.isEmpty() && last.isEmpty()) {
      reading.report(
          Code.MISSING_KEY.at("'try' needs the key 'catch' or 'finally'", b.head().key().span()));
    }
    return Optional.of(new Statement.Try(body, catches, last, b.trivia(), b.span()));
  }

  /// Comments around a catch belong to its first statement.
  private Optional<Statement.Catch> caught(Node.Item item) {
    Optional<Node.Mapping> mapping =
        reading.mapping(item.value(), "a catch such as {errors: [CardDeclined], as: e, do: […]}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys keys = new Keys(reading, mapping.get(), "catch", List.of("errors", "as", "do"));
    List<String> before = new ArrayList<>(reading.comments.takeAbove(item));
    reading.comments.takeBeside(item).ifPresent(before::add);
    keys.find("errors").map(reading.comments::takeAll).ifPresent(before::addAll);
    keys.find("as").map(reading.comments::takeAll).ifPresent(before::addAll);
    List<Name> errors = keys.find("errors").map(e -> policies.caught(e.value())).orElse(List.of());
    Optional<Name> variable = statements.target(keys);
    Optional<Block> block = keys.require("do").map(entry -> statements.block(entry, before));
    return block.map(
        d -> new Statement.Catch(errors, variable, d, Trivia.NONE, mapping.get().span()));
  }

  private <T> List<T> each(Node node, String what, Function<Node.Item, Optional<T>> read) {
    return reading.sequence(node, what).map(Node.Sequence::items).orElse(List.of()).stream()
        .flatMap(item -> read.apply(item).stream())
        .toList();
  }

  private OptionalInt whole(Statements.Body b, String key) {
    return b.find(key)
        .map(entry -> policies.count(entry.value(), "the number of branches at the same time"))
        .orElse(OptionalInt.empty());
  }

  private Join join(Statements.Body b) {
    return b.find("join")
        .map(entry -> policies.join(entry.value()))
        .orElse(new Join.All(Span.NONE));
  }
}
