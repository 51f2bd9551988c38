package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The outermost map of a file: the name, the declarations and `do`.
final class Header {

  private static final List<String> KEYS =
      List.of(
          "workflow", "input", "output", "types", "timeout", "retries", "signals", "default", "do");

  private static final List<String> RUN_FIELDS = List.of("id", "name", "started_at", "time");

  private final Reading reading;
  private final Embedded embedded;
  private final Policies policies;
  private final Clauses clauses;
  private final Statements statements;

  Header(Reading reading, Embedded embedded) {
    this.reading = reading;
    this.embedded = embedded;
    this.policies = new Policies(reading, embedded);
    Values values = new Values(reading, embedded);
    this.clauses = new Clauses(reading, embedded, values, policies);
    this.statements = new Statements(reading, values, policies, clauses);
  }

  Optional<Workflow> workflow(Node root) {
    Optional<Node.Mapping> mapping = reading.mapping(root, "a workflow");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    RUN_FIELDS.forEach(field -> reading.define("run." + field, Span.NONE));
    Keys keys = new Keys(reading, mapping.get(), "workflow", KEYS);
    Optional<Name> name =
        keys.require("workflow")
            .flatMap(entry -> reading.target(entry.value(), "the name of a workflow"));
    Trivia trivia = keys.find("workflow").map(reading.comments::trivia).orElse(Trivia.NONE);
    List<Declaration> declarations = new ArrayList<>();
    for (Node.Entry entry : keys.known()) {
      declarations.addAll(declarations(entry));
    }
    Optional<Block> body = keys.require("do").map(statements::body);
    reading.reportPlainNames();
    List<String> rest = reading.comments.takeInside(root);
    return name.flatMap(
        n -> body.map(b -> new Workflow(n, declarations, closed(b, rest), trivia, root.span())));
  }

  private static Block closed(Block body, List<String> rest) {
    List<String> closing = new ArrayList<>(body.closingComments());
    closing.addAll(rest);
    return new Block(body.statements(), closing, body.span());
  }

  private List<Declaration> declarations(Node.Entry entry) {
    return switch (entry.name()) {
      case "input" -> input(entry).stream().toList();
      case "output" ->
          type(entry).map(t -> new Declaration.Output(t, trivia(entry), entry.span())).stream()
              .map(Declaration.class::cast)
              .toList();
      case "timeout" ->
          reading
              .scalar(entry.value(), "a duration such as 10d")
              .flatMap(embedded::duration)
              .stream()
              .<Declaration>map(d -> new Declaration.Timeout(d, trivia(entry), entry.span()))
              .toList();
      case "types" -> each(entry, "the types by name", this::namedType);
      case "retries" -> each(entry, "the retry policies by name", this::retry);
      case "signals" -> each(entry, "the signals by name", this::signal);
      case "default" -> defaults(entry);
      default -> List.of();
    };
  }

  private Optional<Declaration> input(Node.Entry entry) {
    Optional<Node.Mapping> mapping = reading.mapping(entry.value(), "the fields of the input");
    List<TypeExpr.Field> fields = new ArrayList<>();
    reading.define("input", entry.key().span());
    for (Node.Entry field : mapping.map(m -> Keys.unique(reading, m)).orElse(List.of())) {
      field(field).ifPresent(fields::add);
    }
    return mapping.map(_ -> new Declaration.Input(fields, trivia(entry), entry.span()));
  }

  private Optional<TypeExpr.Field> field(Node.Entry entry) {
    String key = entry.name();
    boolean optional = key.endsWith("?");
    int length = optional ? key.length() - 1 : key.length();
    Name name = new Name(key.substring(0, length), entry.key().place().of(0, length));
    Optional<Embedded.Field> read = embedded.field(entry.value());
    Trivia trivia = trivia(entry);
    return read.map(
        f -> new TypeExpr.Field(name, optional, f.type(), f.defaultValue(), trivia, entry.span()));
  }

  private Optional<TypeExpr> type(Node.Entry entry) {
    return embedded.type(entry.value());
  }

  private Optional<Declaration> namedType(Node.Entry entry, Trivia trivia) {
    Optional<Name> name = reading.word(entry.key(), "the name of a type");
    Optional<TypeExpr> type = type(entry);
    return name.flatMap(n -> type.map(t -> new Declaration.NamedType(n, t, trivia, entry.span())));
  }

  private Optional<Declaration> retry(Node.Entry entry, Trivia trivia) {
    Optional<Name> name = reading.word(entry.key(), "the name of a retry policy");
    return name.flatMap(n ->
        policies.policy(entry.value()).map(p -> new Declaration.Retry(n, p, trivia, entry.span())));
  }

  private Optional<Declaration> signal(Node.Entry entry, Trivia trivia) {
    Optional<Name> name = reading.word(entry.key(), "the name of a signal");
    Optional<TypeExpr> type = type(entry);
    return name.flatMap(n -> type.map(t -> new Declaration.Signal(n, t, trivia, entry.span())));
  }

  private List<Declaration> defaults(Node.Entry entry) {
    reading
        .mapping(entry.value(), "the defaults")
        .ifPresent(mapping -> new Keys(reading, mapping, "default", List.of("timeout", "retry")));
    return each(entry, "the defaults", this::defaultClause);
  }

  private Optional<Declaration> defaultClause(Node.Entry entry, Trivia trivia) {
    Optional<Clause> clause =
        switch (entry.name()) {
          case "timeout" -> clauses.timeout(entry).map(Header::alone);
          case "retry" -> clauses.retry(entry).map(Header::alone);
          default -> Optional.empty();
        };
    return clause.map(c -> new Declaration.Default(c, trivia, entry.span()));
  }

  /// The declaration has the comments, not its clause.
  private static Clause alone(Clause clause) {
    return switch (clause) {
      case Clause.Timeout c -> new Clause.Timeout(c.duration(), Trivia.NONE, c.span());
      case Clause.Retry c -> new Clause.Retry(c.policy(), c.inline(), Trivia.NONE, c.span());
      case Clause.AtMostOnce _,
          Clause.Every _,
          Clause.Until _,
          Clause.Heartbeat _,
          Clause.Notify _,
          Clause.Compensate _,
          Clause.OnTimeout _ ->
          clause;
    };
  }

  private interface Reader {
    Optional<Declaration> read(Node.Entry entry, Trivia trivia);
  }

  /// Each entry of a map is a declaration; comments at the key of the map go to the first of them.
  private List<Declaration> each(Node.Entry group, String what, Reader reader) {
    List<String> leading = new ArrayList<>(reading.comments.takeAbove(group));
    reading.comments.takeBeside(group).ifPresent(leading::add);
    boolean blank = reading.comments.hasBlankLineBefore(group);
    List<Declaration> declarations = new ArrayList<>();
    Optional<Node.Mapping> mapping = reading.mapping(group.value(), what);
    for (Node.Entry entry : mapping.map(m -> Keys.unique(reading, m)).orElse(List.of())) {
      Trivia own = trivia(entry);
      List<String> above = new ArrayList<>(leading);
      above.addAll(own.above());
      Trivia trivia = new Trivia(own.blankLineBefore() || blank, above, own.beside());
      leading.clear();
      blank = false;
      reader.read(entry, trivia).ifPresent(declarations::add);
    }
    return declarations;
  }

  private Trivia trivia(Node.Entry entry) {
    return reading.comments.trivia(entry);
  }
}
