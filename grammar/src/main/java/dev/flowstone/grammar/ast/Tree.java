package dev.flowstone.grammar.ast;

import java.util.ArrayList;
import java.util.List;

/// An s-expression in the making: a word alone, or a head with parts in parentheses.
///
/// What fits on a line is written on one, else each part has its own.
sealed interface Tree {

  int WIDTH = 100;

  record Word(String text) implements Tree {}

  record Node(String head, List<Tree> parts) implements Tree {
    public Node {
      parts = List.copyOf(parts);
    }
  }

  static Tree word(String text) {
    return new Word(text);
  }

  static Tree node(String head, Tree... parts) {
    return new Node(head, List.of(parts));
  }

  static Tree node(String head, List<Tree> parts) {
    return new Node(head, parts);
  }

  /// Parts that may be absent, put together.
  static Tree node(String head, List<Tree> some, List<Tree> others) {
    List<Tree> all = new ArrayList<>(some);
    all.addAll(others);
    return new Node(head, all);
  }

  /// Text in double quotes, with backslashes before quotes and signs that cannot be seen.
  static Tree quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '"', '\\' -> out.append('\\').append((char) point);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
              if (point < ' ' || point == 0x7f) {
                out.append(String.format("\\u%04x", point));
              } else {
                out.appendCodePoint(point);
              }
            }
          }
        });
    return new Word(out.append('"').toString());
  }

  default String print() {
    StringBuilder out = new StringBuilder();
    print(this, 0, out);
    return out.append('\n').toString();
  }

  private static void print(Tree tree, int indent, StringBuilder out) {
    if (!(tree instanceof Node(String head, List<Tree> parts)) || fits(tree, WIDTH - indent) > 0) {
      flat(tree, out);
      return;
    }
    out.append('(').append(head);
    boolean begun = false;
    for (Tree part : parts) {
      if (!begun && part instanceof Word(String text)) {
        out.append(' ').append(text);
        continue;
      }
      begun = true;
      out.append('\n').repeat(" ", indent + 2);
      print(part, indent + 2, out);
    }
    out.append(')');
  }

  /// What is left of a width after the tree on one line; nothing or less where it does not fit.
  private static int fits(Tree tree, int left) {
    return switch (tree) {
      case Word(String text) -> left - text.length();
      case Node(String head, List<Tree> parts) -> {
        int rest = left - head.length() - 2;
        for (Tree part : parts) {
          if (rest <= 0) {
            break;
          }
          rest = fits(part, rest - 1);
        }
        yield rest;
      }
    };
  }

  private static void flat(Tree tree, StringBuilder out) {
    switch (tree) {
      case Word(String text) -> out.append(text);
      case Node(String head, List<Tree> parts) -> {
        out.append('(').append(head);
        for (Tree part : parts) {
          out.append(' ');
          flat(part, out);
        }
        out.append(')');
      }
    }
  }
}
