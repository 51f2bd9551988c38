package dev.flowstone.grammar.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Finds the comments of a YAML text and gives each to the entry that a reader would give it to.
///
/// A comment on a line of its own belongs to what follows, unless it is indented as part of what
/// ended before; one at the end of a line belongs to what the line is about.
@SuppressWarnings("ReferenceEquality") // nodes that look alike are different nodes
final class CommentBinder {

  private record Comment(int start, String text, boolean ownLine) {}

  /// A holder and its way to the root: `collection` is what it stands in.
  private record Anchor(Node.Holder holder, Node collection, int parent, int start, int end) {}

  private final String source;
  private final Lines lines;
  private final Comments comments = new Comments();
  private final List<Anchor> anchors = new ArrayList<>();
  private final List<Comment> found = new ArrayList<>();
  private int[] firstAbove = {};
  private Object lastOwner = this;
  private int gap;

  private CommentBinder(String source) {
    this.source = source;
    this.lines = new Lines(source);
  }

  static Comments bind(String source, Node root) {
    CommentBinder binder = new CommentBinder(source);
    binder.walk(root, -1);
    binder.scan(source.length());
    binder.bindAll(root);
    return binder.comments;
  }

  private void walk(Node node, int parent) {
    switch (node) {
      case Node.Scalar scalar -> pass(scalar);
      case Node.Sequence sequence -> {
        for (Node.Item item : sequence.items()) {
          int index = anchor(item, sequence, parent);
          walk(item.value(), index);
        }
      }
      case Node.Mapping mapping -> {
        for (Node.Entry entry : mapping.entries()) {
          int index = anchor(entry, mapping, parent);
          pass(entry.key());
          walk(entry.value(), index);
        }
      }
    }
  }

  private int anchor(Node.Holder holder, Node collection, int parent) {
    anchors.add(new Anchor(holder, collection, parent, holder.span().start(), holder.span().end()));
    return anchors.size() - 1;
  }

  /// Between scalars there are only signs, blanks and comments: a `#` there begins a comment.
  private void pass(Node.Scalar scalar) {
    scan(scalar.span().start());
    boolean block = scalar.style() == Node.Style.LITERAL || scalar.style() == Node.Style.FOLDED;
    if (block) {
      scan(lines.end(scalar.span().start()));
    }
    gap = Math.max(gap, scalar.span().end());
  }

  private void scan(int end) {
    int i = gap;
    while (i < end) {
      if (source.charAt(i) != '#') {
        i++;
        continue;
      }
      int lineEnd = lines.end(i);
      int start = i;
      found.add(new Comment(start, text(start, lineEnd), ownLine(start)));
      i = lineEnd;
    }
    gap = Math.max(gap, i);
  }

  private String text(int start, int end) {
    int from = start + 1 < end && source.charAt(start + 1) == ' ' ? start + 2 : start + 1;
    return source.substring(from, end).stripTrailing();
  }

  private boolean ownLine(int at) {
    int i = at;
    while (i > 0 && (source.charAt(i - 1) == ' ' || source.charAt(i - 1) == '\t')) {
      i--;
    }
    return i == lines.start(at);
  }

  private void bindAll(Node root) {
    int next = 0;
    firstAbove = new int[anchors.size()];
    Arrays.fill(firstAbove, source.length());
    for (Comment comment : found) {
      while (next < anchors.size() && anchors.get(next).start < comment.start) {
        next++;
      }
      if (!comment.ownLine && next > 0) {
        beside(comment, next - 1);
      } else {
        own(comment, next, root);
      }
    }
    for (int i = 0; i < anchors.size(); i++) {
      Anchor anchor = anchors.get(i);
      if (!isFirst(anchor)
          && beginsLine(anchor)
          && blankBefore(Math.min(anchor.start, firstAbove[i]))) {
        comments.blankLineBefore(anchor.holder);
      }
    }
  }

  private void beside(Comment comment, int last) {
    int line = lines.start(comment.start);
    for (int i = last; i >= 0; i = anchors.get(i).parent) {
      Anchor anchor = anchors.get(i);
      boolean open = !isFlow(anchor.collection) || anchor.collection.span().end() > comment.start;
      if (open && (anchor.start >= line || anchor.end >= line)) {
        comments.beside(anchor.holder, comment.text);
        return;
      }
    }
    comments.beside(anchors.get(last).holder, comment.text);
  }

  private void own(Comment comment, int next, Node root) {
    Node home = home(comment, next - 1, root);
    boolean above = next < anchors.size() && isInside(next, home);
    Consumer<String> place =
        above
            ? text -> comments.above(anchors.get(next).holder, text)
            : text -> comments.closing(home, text);
    Object owner = above ? anchors.get(next).holder : home;
    // An empty line between two comments becomes an empty comment, as in the text.
    if (owner == lastOwner && blankBefore(comment.start)) {
      place.accept("");
    }
    place.accept(comment.text);
    lastOwner = owner;
    if (above) {
      firstAbove[next] = Math.min(firstAbove[next], comment.start);
    }
  }

  /// The collection that a comment on a line of its own stands in.
  private Node home(Comment comment, int previous, Node root) {
    int column = lines.column(comment.start);
    if (previous >= 0) {
      Node value = anchors.get(previous).holder.value();
      if (isFlow(value)
          && value.span().start() < comment.start
          && value.span().end() > comment.start) {
        return value;
      }
    }
    for (int i = previous; i >= 0; i = anchors.get(i).parent) {
      Node collection = anchors.get(i).collection;
      boolean holds =
          isFlow(collection)
              ? collection.span().end() > comment.start
              : column >= lines.column(collection.span().start());
      if (holds) {
        return collection;
      }
    }
    return root;
  }

  private boolean isInside(int anchor, Node home) {
    for (int i = anchor; i >= 0; i = anchors.get(i).parent) {
      if (anchors.get(i).collection == home) {
        return true;
      }
    }
    return false;
  }

  /// Whether an empty line stands before what begins here, or before the comments above it.
  private boolean blankBefore(int at) {
    int line = lines.start(at);
    return line > 0 && lines.start(line - 1) < line && isBlank(lines.start(line - 1), line);
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (source.charAt(i) > ' ') {
        return false;
      }
    }
    return true;
  }

  /// In brackets several entries share a line, and only the first of them has what stands before
  /// the line.
  private boolean beginsLine(Anchor anchor) {
    int line = lines.start(anchor.start);
    for (int i = line; i < anchor.start; i++) {
      if (source.charAt(i) != ' ' && source.charAt(i) != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isFirst(Anchor anchor) {
    return switch (anchor.collection) {
      case Node.Sequence sequence -> sequence.items().getFirst() == anchor.holder;
      case Node.Mapping mapping -> mapping.entries().getFirst() == anchor.holder;
      case Node.Scalar _ -> true;
    };
  }

  private static boolean isFlow(Node collection) {
    return switch (collection) {
      case Node.Sequence sequence -> sequence.flow();
      case Node.Mapping mapping -> mapping.flow();
      case Node.Scalar _ -> false;
    };
  }
}
