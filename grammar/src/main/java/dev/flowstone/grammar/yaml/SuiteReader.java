package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The outermost map of a test file, and its lines: maps with exactly one head key, as statements
/// are.
final class SuiteReader {

  private static final List<String> ERROR = List.of("message", "data");
  private static final List<String> BEHAVIOUR =
      List.of(
          "returns",
          "fails",
          "permanently",
          "message",
          "data",
          "real",
          "hangs",
          "crashes",
          "after",
          "times",
          "then");
  private static final List<String> GIVEN = joined(List.of("with"), BEHAVIOUR);
  private static final List<String> HAPPENING = List.of("of_workflow", "at", "refused");

  /// The heads and what each may have beside it.
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("test", List.of("do")),
          Map.entry("set", List.of()),
          Map.entry("input", List.of()),
          Map.entry("clock", List.of()),
          Map.entry("given", GIVEN),
          Map.entry("given_workflow", GIVEN),
          Map.entry("signal", joined(List.of("with"), HAPPENING)),
          Map.entry(
              "callback",
              joined(List.of("with", "fails", "message", "data", "heartbeat"), HAPPENING)),
          Map.entry("cancel", HAPPENING),
          Map.entry("terminate", HAPPENING),
          Map.entry("redrive", HAPPENING),
          Map.entry("pause", HAPPENING),
          Map.entry("resume", HAPPENING),
          Map.entry("crash", HAPPENING),
          Map.entry("expect_result", List.of()),
          Map.entry("expect_result_includes", List.of()),
          Map.entry("expect_error", ERROR),
          Map.entry("expect_status", List.of()),
          Map.entry("expect_steps", List.of()),
          Map.entry("expect_undone", List.of()),
          Map.entry("expect_call", List.of("times", "with")),
          Map.entry("expect_workflow_call", List.of("times", "with")),
          Map.entry("expect_time", List.of()),
          Map.entry("expect_that", List.of()));

  private static final List<String> HEADS = KEYS.keySet().stream().sorted().toList();

  private final Reading reading;
  private final Values values;
  private final SuiteParts parts;

  SuiteReader(Reading reading, Embedded embedded) {
    this.reading = reading;
    this.values = new Values(reading, embedded);
    this.parts = new SuiteParts(reading, embedded, values, new Policies(reading, embedded));
  }

  private static List<String> joined(List<String> first, List<String> others) {
    List<String> all = new ArrayList<>(first);
    all.addAll(others);
    return List.copyOf(all);
  }

  Optional<Suite> suite(Node root) {
    Optional<Node.Mapping> mapping = reading.mapping(root, "the tests of a workflow");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    reading.define("args", Span.NONE);
    Keys keys = new Keys(reading, mapping.get(), "tests", List.of("tests", "do"));
    Optional<Name> workflow = keys.require("tests").flatMap(entry -> workflow(entry.value()));
    Trivia trivia = keys.find("tests").map(reading.comments::trivia).orElse(Trivia.NONE);
    Optional<Lines> lines = keys.require("do").map(this::body);
    reading.reportPlainNames();
    List<String> rest = reading.comments.takeInside(root);
    return workflow.flatMap(
        name -> lines.map(it -> new Suite(name, it.lines, it.closing(rest), trivia, root.span())));
  }

  private Optional<Name> workflow(Node node) {
    return reading.target(node, "the name of a workflow");
  }

  /// What a `do` holds.
  private record Lines(List<SuiteLine> lines, List<String> comments) {
    List<String> closing(List<String> more) {
      return joined(comments, more);
    }
  }

  /// The lines of the file, of which the first has the empty line before `do`.
  private Lines body(Node.Entry entry) {
    if (entry.value() instanceof Node.Sequence sequence
        && !sequence.items().isEmpty()
        && reading.comments.hasBlankLineBefore(entry)) {
      reading.comments.blankLineBefore(sequence.items().getFirst());
    }
    return lines(entry);
  }

  /// Comments at the key go to the first line.
  private Lines lines(Node.Entry entry) {
    List<String> leading = new ArrayList<>(reading.comments.takeAbove(entry));
    reading.comments.takeBeside(entry).ifPresent(leading::add);
    Optional<Node.Sequence> sequence = reading.sequence(entry.value(), "a list of lines");
    List<SuiteLine> lines = new ArrayList<>();
    for (Node.Item item : sequence.map(Node.Sequence::items).orElse(List.of())) {
      Optional<SuiteLine> line = line(item, leading);
      if (line.isPresent()) {
        lines.add(line.get());
        leading.clear();
      }
    }
    sequence.ifPresent(it -> leading.addAll(reading.comments.takeClosing(it)));
    return new Lines(lines, leading);
  }

  private Optional<SuiteLine> line(Node.Item item, List<String> leading) {
    if (item.value() instanceof Node.Scalar word) {
      Optional<SuiteLine> line =
          parts
              .incident(word)
              .map(incident ->
                  new SuiteLine.Happening(
                      Optional.empty(),
                      incident,
                      Optional.empty(),
                      false,
                      trivia(item, Optional.empty(), leading),
                      word.span()));
      if (line.isEmpty()) {
        notALine(word);
      }
      return line;
    }
    Optional<Node.Mapping> found = reading.mapping(item.value(), "a line of a test");
    Optional<Node.Entry> head = found.flatMap(this::head);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> beside = reading.comments.takeBeside(head.get());
    List<String> known =
        joined(List.of(head.get().name()), KEYS.getOrDefault(head.get().name(), List.of()));
    Keys keys = new Keys(reading, found.get(), head.get().name(), known);
    Supplier<Trivia> rest = () -> trivia(item, beside, leading);
    return line(head.get(), keys, rest, item.value().span());
  }

  private void notALine(Node.Scalar word) {
    reading.report(
        Code.WRONG_SHAPE
            .at("'" + Reading.shortened(word.value()) + "' is no line of a test", word.span())
            .hint(
                Nearest.hint(word.value(), HEADS)
                    .orElse("a line has one of the keys " + String.join(", ", HEADS))));
  }

  private Trivia trivia(Node.Item item, Optional<String> besideHead, List<String> leading) {
    List<String> above = new ArrayList<>(leading);
    above.addAll(reading.comments.takeAbove(item));
    Optional<String> beside = besideHead.or(() -> reading.comments.takeBeside(item));
    above.addAll(reading.comments.takeAll(item));
    return new Trivia(reading.comments.hasBlankLineBefore(item), above, beside);
  }

  /// The one key that says what the line is.
  private Optional<Node.Entry> head(Node.Mapping mapping) {
    List<Node.Entry> heads =
        mapping.entries().stream().filter(entry -> KEYS.containsKey(entry.name())).toList();
    if (heads.size() == 1) {
      return Optional.of(heads.getFirst());
    }
    if (heads.isEmpty()) {
      Span at =
          mapping.entries().isEmpty() ? mapping.span() : mapping.entries().getFirst().key().span();
      String hint =
          mapping.entries().stream()
              .flatMap(entry -> Nearest.hint(entry.name(), HEADS).stream())
              .findFirst()
              .orElse("a line has one of the keys " + String.join(", ", HEADS));
      reading.report(Code.MISSING_KEY.at("no key here says what this line is", at).hint(hint));
    } else {
      reading.report(
          Code.WRONG_SHAPE
              .at(
                  "a line is one thing, and this is '"
                      + heads.getFirst().name()
                      + "' and '"
                      + heads.get(1).name()
                      + "'",
                  heads.get(1).key().span())
              .hint("begin a new line with \"- \""));
    }
    return Optional.empty();
  }

  /// What is inside takes its comments first; the line takes what is left.
  private Optional<SuiteLine> line(Node.Entry head, Keys keys, Supplier<Trivia> rest, Span span) {
    return switch (head.name()) {
      case "test" -> test(head, keys, rest, span);
      case "set" -> assign(head, rest, span);
      case "input" ->
          values.value(head.value()).map(it -> new SuiteLine.Input(it, rest.get(), span));
      case "clock" ->
          values.value(head.value()).map(it -> new SuiteLine.Clock(it, rest.get(), span));
      case "given", "given_workflow" -> given(head, keys, rest, span);
      case "signal", "callback", "cancel", "terminate", "redrive", "pause", "resume", "crash" -> {
        Optional<SuiteLine.Incident> incident = parts.incident(head, keys);
        var time = keys.find("at").flatMap(entry -> parts.duration(entry.value()));
        var child = keys.find("of_workflow").flatMap(entry -> workflow(entry.value()));
        boolean refused = keys.find("refused").map(parts::flag).orElse(false);
        yield incident.map(
            it -> new SuiteLine.Happening(time, it, child, refused, rest.get(), span));
      }
      default ->
          parts.expectation(head, keys).map(it -> new SuiteLine.Expect(it, rest.get(), span));
    };
  }

  private Optional<SuiteLine> test(Node.Entry head, Keys keys, Supplier<Trivia> rest, Span span) {
    Optional<Node.Scalar> title = reading.scalar(head.value(), "what the test shows");
    Optional<Lines> lines = keys.require("do").map(this::lines);
    return title.flatMap(text ->
        lines.map(it -> new SuiteLine.Case(text.value(), it.lines, it.comments, rest.get(), span)));
  }

  private Optional<SuiteLine> assign(Node.Entry head, Supplier<Trivia> rest, Span span) {
    Optional<Node.Mapping> mapping = reading.mapping(head.value(), "one name and its value");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    List<Node.Entry> entries = mapping.get().entries();
    if (entries.size() != 1) {
      reading.report(
          Code.WRONG_SHAPE.at(
              "set takes one name and its value, and here are " + entries.size(),
              head.key().span()));
      return Optional.empty();
    }
    Optional<Name> name = reading.defined(entries.getFirst().key(), "the name of a value");
    Optional<Expr> value = values.value(entries.getFirst().value());
    return name.flatMap(it -> value.map(v -> new SuiteLine.Assign(it, v, rest.get(), span)));
  }

  private Optional<SuiteLine> given(Node.Entry head, Keys keys, Supplier<Trivia> rest, Span span) {
    boolean workflow = head.name().equals("given_workflow");
    Optional<Name> target =
        reading.target(head.value(), workflow ? "the name of a workflow" : "the name of a handler");
    Optional<Expr> arguments = keys.find("with").flatMap(entry -> values.value(entry.value()));
    Optional<List<SuiteLine.Behaviour>> behaviours = parts.behaviours(head, keys, BEHAVIOUR);
    return target.flatMap(name ->
        behaviours.map(it -> new SuiteLine.Given(workflow, name, arguments, it, rest.get(), span)));
  }
}
