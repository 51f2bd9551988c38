package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.ClauseOwner;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Statements: maps with exactly one head key, which says what is done, and clauses beside it.
final class Statements {

  static final int MAX_DEPTH = 64;

  /// The heads and what each may have beside it.
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry(
              "step",
              List.of("with", "as", "retry", "at_most_once", "timeout", "heartbeat", "compensate")),
          Map.entry("wait", List.of()),
          Map.entry("wait_until", List.of()),
          Map.entry("wait_for", List.of("as", "timeout", "heartbeat", "notify", "on_timeout")),
          Map.entry(
              "poll", List.of("with", "as", "every", "until", "timeout", "retry", "heartbeat")),
          Map.entry("parallel", List.of("max", "join", "as")),
          Map.entry("for", List.of("in", "parallel", "join", "do", "as")),
          Map.entry("yield", List.of()),
          Map.entry("if", List.of("then", "elif", "else")),
          Map.entry("match", List.of("cases", "else")),
          Map.entry("while", List.of("max", "do")),
          Map.entry("break", List.of()),
          Map.entry("continue", List.of()),
          Map.entry("try", List.of("catch", "finally")),
          Map.entry("fail", List.of("message", "with")),
          Map.entry("return", List.of()),
          Map.entry("scope", List.of()),
          Map.entry("rollback", List.of()),
          Map.entry("commit", List.of()),
          Map.entry("call", List.of("with", "as", "timeout", "compensate")),
          Map.entry("start", List.of("with", "as")),
          Map.entry("set", List.of()));

  private static final List<String> HEADS = KEYS.keySet().stream().sorted().toList();

  private final Reading reading;
  private final Values values;
  private final Clauses clauses;
  private final Compounds compounds;
  private int depth;

  Statements(Reading reading, Values values, Policies policies, Clauses clauses) {
    this.reading = reading;
    this.values = values;
    this.clauses = clauses;
    this.compounds = new Compounds(reading, this, values, policies);
  }

  /// The statements of the workflow, of which the first has the empty line before `do`.
  Block body(Node.Entry entry) {
    if (entry.value() instanceof Node.Sequence sequence
        && !sequence.items().isEmpty()
        && reading.comments.hasBlankLineBefore(entry)) {
      reading.comments.blankLineBefore(sequence.items().getFirst());
    }
    return block(entry);
  }

  /// What a key such as `do` or `then` holds. Comments at the key go to the first statement.
  Block block(Node.Entry entry) {
    return block(entry, List.of());
  }

  /// As above, with comments that stand before the key and have no other place.
  Block block(Node.Entry entry, List<String> before) {
    List<String> leading = new ArrayList<>(before);
    leading.addAll(reading.comments.takeAbove(entry));
    reading.comments.takeBeside(entry).ifPresent(leading::add);
    return reading
        .sequence(entry.value(), "a list of statements")
        .map(sequence -> block(sequence, leading))
        .orElseGet(() -> new Block(List.of(), leading, entry.value().span()));
  }

  private Block block(Node.Sequence sequence, List<String> leading) {
    if (++depth > MAX_DEPTH) {
      depth--;
      reading.report(
          Code.TOO_DEEP.at(
              "statements are nested more than " + MAX_DEPTH + " deep", Reading.head(sequence)));
      return new Block(List.of(), leading, sequence.span());
    }
    List<Statement> statements = new ArrayList<>();
    List<String> waiting = new ArrayList<>(leading);
    for (Node.Item item : sequence.items()) {
      Optional<Statement> statement = statement(item, waiting);
      if (statement.isPresent()) {
        statements.add(statement.get());
        waiting.clear();
      }
    }
    depth--;
    waiting.addAll(reading.comments.takeClosing(sequence));
    return new Block(statements, waiting, sequence.span());
  }

  /// One statement, with comments from around it that have no other place.
  Optional<Statement> statement(Node.Item item, List<String> leading) {
    if (item.value() instanceof Node.Scalar word) {
      return keyword(word, trivia(item, Optional.empty(), leading));
    }
    Optional<Node.Mapping> found =
        reading.mapping(item.value(), "a statement such as step: payments.charge");
    Optional<Node.Entry> head = found.flatMap(this::head);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> beside = reading.comments.takeBeside(head.get());
    Keys keys = new Keys(reading, found.get(), head.get().name(), withHead(head.get().name()));
    Supplier<Trivia> rest = () -> trivia(item, beside, leading);
    return body(new Body(head.get(), keys, rest, item.value().span()));
  }

  private static List<String> withHead(String head) {
    List<String> known = new ArrayList<>(KEYS.getOrDefault(head, List.of()));
    known.addFirst(head);
    return known;
  }

  Trivia trivia(Node.Item item, Optional<String> besideHead, List<String> leading) {
    List<String> above = new ArrayList<>(leading);
    above.addAll(reading.comments.takeAbove(item));
    Optional<String> beside = besideHead.or(() -> reading.comments.takeBeside(item));
    above.addAll(reading.comments.takeAll(item));
    return new Trivia(reading.comments.hasBlankLineBefore(item), above, beside);
  }

  private Optional<Statement> keyword(Node.Scalar word, Trivia trivia) {
    Span span = word.span();
    Optional<Statement> known =
        switch (word.value()) {
          case "break" -> Optional.of(new Statement.Break(trivia, span));
          case "continue" -> Optional.of(new Statement.Continue(trivia, span));
          case "rollback" -> Optional.of(new Statement.Rollback(trivia, span));
          case "commit" -> Optional.of(new Statement.Commit(trivia, span));
          case "return" -> Optional.of(new Statement.Return(Optional.empty(), trivia, span));
          default -> Optional.empty();
        };
    if (known.isEmpty() && word.missing()) {
      reading.missing(word, "a statement");
    } else if (known.isEmpty()) {
      String text = Reading.shortened(word.value());
      String hint =
          HEADS.contains(word.value())
              ? "write " + text + ": and what it needs"
              : Nearest.hint(word.value(), HEADS)
                  .orElse("write a statement such as step: payments.charge");
      reading.report(Code.WRONG_SHAPE.at("'" + text + "' is no statement", span).hint(hint));
    }
    return known;
  }

  /// The one key that says what the statement is.
  private Optional<Node.Entry> head(Node.Mapping mapping) {
    List<Node.Entry> heads =
        mapping.entries().stream().filter(entry -> KEYS.containsKey(entry.name())).toList();
    Optional<Node.Entry> loop =
        heads.stream().filter(entry -> entry.name().equals("for")).findFirst();
    if (heads.isEmpty()) {
      reportNoHead(mapping);
      return Optional.empty();
    }
    Node.Entry head = loop.orElse(heads.getFirst());
    for (Node.Entry other : heads) {
      boolean clause = KEYS.getOrDefault(head.name(), List.of()).contains(other.name());
      if (!clause && !other.name().equals(head.name())) {
        reading.report(
            Code.WRONG_SHAPE
                .at(
                    "a statement is one thing, and this is '"
                        + head.name()
                        + "' and '"
                        + other.name()
                        + "'",
                    other.key().span())
                .related("the statement is '" + head.name() + "'", head.key().span())
                .hint("begin a new statement with \"- \""));
        return Optional.empty();
      }
    }
    return Optional.of(head);
  }

  private void reportNoHead(Node.Mapping mapping) {
    Span at =
        mapping.entries().isEmpty() ? mapping.span() : mapping.entries().getFirst().key().span();
    String hint =
        mapping.entries().stream()
            .flatMap(entry -> Nearest.hint(entry.name(), HEADS).stream())
            .findFirst()
            .orElse("a statement has one of the keys " + String.join(", ", HEADS));
    reading.report(Code.MISSING_KEY.at("no key here says what this statement does", at).hint(hint));
  }

  /// A statement on its way. What is inside takes its comments first; the statement takes what is
  /// left, so that [#trivia] is asked last.
  record Body(Node.Entry head, Keys keys, Supplier<Trivia> rest, Span span) {

    Trivia trivia() {
      return rest.get();
    }

    Optional<Node.Entry> find(String key) {
      return keys.find(key);
    }

    Optional<Node.Entry> require(String key) {
      return keys.require(key);
    }
  }

  private Optional<Statement> body(Body b) {
    return switch (b.head.name()) {
      case "step", "poll", "call", "start" -> calling(b);
      case "wait" ->
          values.duration(b.head.value()).map(d -> new Statement.Wait(d, b.trivia(), b.span));
      case "wait_until" ->
          values
              .computed(b.head.value(), "an instant")
              .map(e -> new Statement.WaitUntil(e, b.trivia(), b.span));
      case "wait_for" -> waitFor(b);
      case "parallel" -> compounds.parallel(b);
      case "for" -> compounds.loop(b);
      case "yield" ->
          values.value(b.head.value()).map(e -> new Statement.Yield(e, b.trivia(), b.span));
      case "if" -> compounds.condition(b);
      case "match" -> compounds.match(b);
      case "while" -> compounds.whileLoop(b);
      case "try" -> compounds.attempt(b);
      case "fail" -> fail(b);
      case "return" -> giveBack(b);
      case "scope" -> Optional.of(new Statement.Scope(block(b.head), b.trivia(), b.span));
      case "set" -> assign(b);
      default -> bareWord(b);
    };
  }

  private Optional<Statement> bareWord(Body b) {
    boolean empty = b.head.value() instanceof Node.Scalar scalar && scalar.missing();
    if (!empty) {
      reading.report(
          Code.WRONG_SHAPE
              .at("'" + b.head.name() + "' stands alone", Reading.head(b.head.value()))
              .hint("write - " + b.head.name()));
      return Optional.empty();
    }
    Statement statement =
        switch (b.head.name()) {
          case "break" -> new Statement.Break(b.trivia(), b.span);
          case "continue" -> new Statement.Continue(b.trivia(), b.span);
          case "rollback" -> new Statement.Rollback(b.trivia(), b.span);
          default -> new Statement.Commit(b.trivia(), b.span);
        };
    return Optional.of(statement);
  }

  private Optional<Statement> calling(Body b) {
    boolean workflow = b.head.name().equals("call") || b.head.name().equals("start");
    Optional<Invocation> call =
        clauses.invocation(
            b.head, b.keys, workflow ? "the name of a workflow" : "the name of a handler");
    Optional<Name> target = target(b.keys);
    List<Clause> all = clauses.of(b.keys, owner(b.head.name()));
    return call.map(c ->
        switch (b.head.name()) {
          case "step" -> new Statement.Step(target, c, all, b.trivia(), b.span);
          case "poll" -> new Statement.Poll(target, c, all, b.trivia(), b.span);
          case "call" -> new Statement.Call(target, c, all, b.trivia(), b.span);
          default -> new Statement.Start(target, c, b.trivia(), b.span);
        });
  }

  private static ClauseOwner owner(String head) {
    return switch (head) {
      case "poll" -> ClauseOwner.POLL;
      case "call" -> ClauseOwner.CALL;
      case "start" -> ClauseOwner.START;
      default -> ClauseOwner.STEP;
    };
  }

  Optional<Name> target(Keys keys) {
    return keys.find("as")
        .flatMap(entry -> reading.defined(entry.value(), "the name of a variable"));
  }

  private Optional<Statement> waitFor(Body b) {
    Optional<Name> signal = reading.word(b.head.value(), "the name of a signal");
    Optional<Name> target = target(b.keys);
    List<Clause> all = new ArrayList<>(clauses.of(b.keys, ClauseOwner.WAIT_FOR));
    b.keys
        .find("on_timeout")
        .ifPresent(entry -> {
          boolean blank = reading.comments.hasBlankLineBefore(entry);
          List<String> above = reading.comments.takeAbove(entry);
          Trivia trivia = new Trivia(blank, above, reading.comments.takeBeside(entry));
          all.add(new Clause.OnTimeout(block(entry), trivia, entry.span()));
        });
    return signal.map(s -> new Statement.WaitFor(target, s, all, b.trivia(), b.span));
  }

  private Optional<Statement> fail(Body b) {
    Optional<Name> error = reading.word(b.head.value(), "the name of an error");
    Optional<Expr> message = b.find("message").flatMap(entry -> values.value(entry.value()));
    Optional<Expr> data = b.find("with").flatMap(entry -> values.value(entry.value()));
    return error.map(name -> new Statement.Fail(name, message, data, b.trivia(), b.span));
  }

  private Optional<Statement> giveBack(Body b) {
    boolean nothing = b.head.value() instanceof Node.Scalar scalar && scalar.missing();
    Optional<Expr> value = nothing ? Optional.empty() : values.value(b.head.value());
    return nothing || value.isPresent()
        ? Optional.of(new Statement.Return(value, b.trivia(), b.span))
        : Optional.empty();
  }

  private Optional<Statement> assign(Body b) {
    Optional<Node.Mapping> mapping = reading.mapping(b.head.value(), "one name and its value");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    List<Node.Entry> entries = mapping.get().entries();
    if (entries.size() != 1) {
      reading.report(
          Code.WRONG_SHAPE
              .at(
                  "set takes one name and its value, and here are " + entries.size(),
                  b.head.key().span())
              .hint("write a set of its own for each name"));
      return Optional.empty();
    }
    Node.Entry entry = entries.getFirst();
    Optional<Name> name = reading.defined(entry.key(), "the name of a variable");
    Optional<Expr> value = values.value(entry.value());
    return name.flatMap(n -> value.map(v -> new Statement.Assign(n, v, b.trivia(), b.span)));
  }
}
