package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Builds positioned nodes from a YAML text, within bounds.
///
/// What YAML has and the language has not is refused here: anchors and aliases (which also grow
/// without bound), tags, directives and further documents.
final class NodeReader {

  /// A statement inside another takes at most four levels, and there may be 64 of these; values
  /// need some more.
  static final int MAX_DEPTH = 400;

  static final int MAX_NODES = 200_000;

  private final SourceText source;
  private final Problems problems;
  private final CodePoints codePoints;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable Node root;
  private int nodes;
  private int documents;
  private int reached;

  private NodeReader(SourceText source, Problems problems) {
    this.source = source;
    this.problems = problems;
    this.codePoints = new CodePoints(source.text());
  }

  /// The root of the document; nothing where the text is no YAML, or is empty, with the reason
  /// among the problems.
  static Optional<Node> read(SourceText source, Problems problems) {
    if (!RawText.check(source, problems)) {
      return Optional.empty();
    }
    NodeReader reader = new NodeReader(source, problems);
    if (!reader.parse()) {
      return Optional.empty();
    }
    if (reader.root == null && problems.count() == 0) {
      problems.add(Code.YAML_SYNTAX.at("there is no workflow in this file", new Span(0, 0)));
    }
    return Optional.ofNullable(reader.root);
  }

  private boolean parse() {
    int before = problems.count();
    try (EventTap tap = new EventTap(source.text(), this::accept)) {
      tap.drain();
    } catch (IOException e) {
      if (problems.count() == before) {
        problems.add(YamlErrors.explain(e, source, codePoints, reached));
      }
      return false;
    }
    return true;
  }

  /// Takes one event; false stops the parser.
  private boolean accept(Event event) {
    Mark mark = event.getStartMark();
    reached = mark == null ? reached : offset(mark);
    return switch (event.getEventId()) {
      case StreamStart, StreamEnd, DocumentEnd -> true;
      case DocumentStart -> document((DocumentStartEvent) event);
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case MappingStart, SequenceStart -> open((CollectionStartEvent) event);
      case MappingEnd, SequenceEnd -> close(event);
      case Comment -> true;
    };
  }

  private boolean document(DocumentStartEvent event) {
    documents++;
    if (event.getVersion() != null || (event.getTags() != null && !event.getTags().isEmpty())) {
      problems.add(
          Code.YAML_FEATURE
              .at("a flow has no YAML directives", span(event))
              .hint("remove the line that begins with %"));
      return false;
    }
    if (documents > 1) {
      problems.add(
          Code.YAML_FEATURE
              .at("a second document begins here, and a file holds one workflow", span(event))
              .hint("put it into a file of its own"));
      return false;
    }
    return true;
  }

  private boolean scalar(ScalarEvent event) {
    plainNode(event, event.getTag());
    Node.Style style =
        switch (event.getScalarStyle()) {
          case PLAIN, JSON_SCALAR_STYLE -> Node.Style.PLAIN;
          case SINGLE_QUOTED -> Node.Style.SINGLE_QUOTED;
          case DOUBLE_QUOTED -> Node.Style.DOUBLE_QUOTED;
          case LITERAL -> Node.Style.LITERAL;
          case FOLDED -> Node.Style.FOLDED;
        };
    Place place = new Place(source.text(), trimmed(span(event)), style, event.getValue());
    return add(new Node.Scalar(event.getValue(), style, place));
  }

  private boolean alias(AliasEvent event) {
    problems.add(
        Code.YAML_FEATURE
            .at(
                "aliases are not part of the language: *" + shortened(event.getAnchor()),
                span(event))
            .hint("write the value out, or assign it to a name and use that"));
    return add(
        new Node.Scalar(
            "", Node.Style.DOUBLE_QUOTED, coarse(span(event), Node.Style.DOUBLE_QUOTED)));
  }

  private boolean open(CollectionStartEvent event) {
    plainNode(event, event.getTag());
    if (open.size() >= MAX_DEPTH) {
      problems.add(Code.TOO_DEEP.at("nested more than " + MAX_DEPTH + " levels deep", span(event)));
      return false;
    }
    Open parent = open.peek();
    if (parent != null && parent.mapping && parent.key == null) {
      problems.add(
          Code.YAML_SYNTAX
              .at("a key must be a word, and this is a list or a map", span(event))
              .hint("put text that begins with { or [ into quotes"));
      return false;
    }
    open.push(new Open(event instanceof MappingStartEvent, event.isFlow(), span(event).start()));
    return true;
  }

  private boolean close(Event event) {
    Open done = open.pop();
    int end =
        done.flow
                && source.text().startsWith(done.mapping ? "}" : "]", offset(event.getStartMark()))
            ? offset(event.getEndMark())
            : done.lastEnd();
    Span span = new Span(done.start, Math.max(done.start, end));
    return add(
        done.mapping
            ? new Node.Mapping(done.entries, done.flow, span)
            : new Node.Sequence(done.items, done.flow, span));
  }

  private boolean add(Node node) {
    if (++nodes > MAX_NODES) {
      problems.add(
          Code.TOO_LARGE.at("more than " + MAX_NODES + " values in one file", node.span()));
      return false;
    }
    Open parent = open.peek();
    if (parent == null) {
      root = root == null ? node : root;
      return true;
    }
    if (!parent.mapping) {
      parent.items.add(new Node.Item(node));
      return true;
    }
    if (parent.key != null) {
      parent.entries.add(new Node.Entry(parent.key, node));
      parent.key = null;
      return true;
    }
    parent.key = node instanceof Node.Scalar key ? key : null;
    return true;
  }

  private void plainNode(NodeEvent event, @Nullable String tag) {
    if (event.getAnchor() != null) {
      problems.add(
          Code.YAML_FEATURE
              .at(
                  "anchors are not part of the language: &" + shortened(event.getAnchor()),
                  marker(event))
              .hint("assign the value to a name and use that"));
    }
    if (tag != null) {
      problems.add(
          Code.YAML_FEATURE
              .at("tags are not part of the language: " + written(event), marker(event))
              .hint("put text or an expression that begins with ! into quotes"));
    }
  }

  /// The properties before a node, which begin where its event begins.
  private Span marker(NodeEvent event) {
    int start = offset(event.getStartMark());
    int end = start;
    while (end < source.text().length() && !Character.isWhitespace(source.text().charAt(end))) {
      end++;
    }
    return new Span(start, end);
  }

  private String written(NodeEvent event) {
    Span span = marker(event);
    return shortened(source.text().substring(span.start(), span.end()));
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private Place coarse(Span span, Node.Style style) {
    return new Place(source.text(), span, style, "");
  }

  private Span span(Event event) {
    int start = offset(event.getStartMark());
    return new Span(start, Math.max(start, offset(event.getEndMark())));
  }

  /// Block scalars end for the parser where the next token begins.
  private Span trimmed(Span span) {
    int end = span.end();
    while (end > span.start() && Character.isWhitespace(source.text().charAt(end - 1))) {
      end--;
    }
    return new Span(span.start(), end);
  }

  private int offset(Mark mark) {
    return codePoints.offset(mark.getIndex());
  }

  /// A collection whose end has not come yet.
  private static final class Open {
    final boolean mapping;
    final boolean flow;
    final int start;
    final List<Node.Item> items = new ArrayList<>();
    final List<Node.Entry> entries = new ArrayList<>();
    Node.@Nullable Scalar key;

    Open(boolean mapping, boolean flow, int start) {
      this.mapping = mapping;
      this.flow = flow;
      this.start = start;
    }

    int lastEnd() {
      if (mapping) {
        return entries.isEmpty() ? start : entries.getLast().span().end();
      }
      return items.isEmpty() ? start : items.getLast().span().end();
    }
  }
}
