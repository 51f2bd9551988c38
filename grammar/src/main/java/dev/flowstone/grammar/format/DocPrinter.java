package dev.flowstone.grammar.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Prints a [Doc] within a width, in time that grows with its size only.
final class DocPrinter {

  private static final int INDENT = 2;

  private record Piece(int indent, boolean flat, Doc doc) {}

  private final int width;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder suffix = new StringBuilder();
  private final Deque<Piece> pieces = new ArrayDeque<>();
  private int column;

  private DocPrinter(int width) {
    this.width = width;
  }

  static String print(Doc doc, int width) {
    return new DocPrinter(width).run(doc);
  }

  /// The width of a document on one line, without the comments at its end.
  static int width(Doc doc) {
    int width = 0;
    Deque<Doc> open = new ArrayDeque<>();
    open.push(doc);
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Doc.Text(String text) -> width += text.length();
        case Doc.Verbatim(String text) -> width += text.length();
        case Doc.Line(String flat, boolean _) -> width += flat.length();
        case Doc.IfBroken(String _, String flat) -> width += flat.length();
        case Doc.Suffix _ -> {}
        case Doc.Concat(var parts, boolean _) -> parts.forEach(open::push);
        case Doc.Indent(Doc body) -> open.push(body);
        case Doc.Group(Doc body) -> open.push(body);
      }
    }
    return width;
  }

  private String run(Doc doc) {
    pieces.push(new Piece(0, false, doc));
    while (!pieces.isEmpty()) {
      print(pieces.pop());
    }
    flush();
    return out.toString();
  }

  private void print(Piece piece) {
    switch (piece.doc()) {
      case Doc.Text(String text) -> append(text);
      case Doc.Verbatim(String text) -> {
        append(text);
        int last = text.lastIndexOf('\n');
        column = last < 0 ? column : text.length() - last - 1;
      }
      case Doc.Suffix(String text) -> suffix.append(text);
      case Doc.IfBroken(String broken, String flat) -> append(piece.flat() ? flat : broken);
      case Doc.Line(String flat, boolean hard) -> {
        if (piece.flat() && !hard) {
          append(flat);
        } else {
          endLine(piece.indent());
        }
      }
      case Doc.Concat concat -> {
        for (int i = concat.parts().size() - 1; i >= 0; i--) {
          pieces.push(new Piece(piece.indent(), piece.flat(), concat.parts().get(i)));
        }
      }
      case Doc.Indent(Doc body) ->
          pieces.push(new Piece(piece.indent() + INDENT, piece.flat(), body));
      case Doc.Group(Doc body) -> {
        boolean flat =
            piece.flat() || (!body.hard() && fits(new Piece(piece.indent(), true, body)));
        pieces.push(new Piece(piece.indent(), flat, body));
      }
    }
  }

  private void append(String text) {
    out.append(text);
    column += text.length();
  }

  private void endLine(int indent) {
    flush();
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
    out.append('\n').repeat(" ", indent);
    column = indent;
  }

  private void flush() {
    out.append(suffix);
    suffix.setLength(0);
  }

  /// Whether a piece, and what follows it up to the next possible line end, fits on the rest of the
  /// line.
  private boolean fits(Piece first) {
    int left = width - column;
    Deque<Piece> ahead = new ArrayDeque<>();
    ahead.push(first);
    Iterator<Piece> rest = pieces.iterator();
    while (left >= 0) {
      if (ahead.isEmpty()) {
        if (!rest.hasNext()) {
          return true;
        }
        ahead.push(rest.next());
      }
      Piece piece = ahead.pop();
      switch (piece.doc()) {
        case Doc.Text(String text) -> left -= text.length();
        case Doc.Verbatim(String text) -> {
          int end = text.indexOf('\n');
          if (end >= 0) {
            return end <= left;
          }
          left -= text.length();
        }
        case Doc.Suffix _ -> {}
        case Doc.IfBroken(String broken, String flat) ->
            left -= piece.flat() ? flat.length() : broken.length();
        case Doc.Line(String flat, boolean hard) -> {
          if (hard || !piece.flat()) {
            return true;
          }
          left -= flat.length();
        }
        case Doc.Concat concat -> {
          for (int i = concat.parts().size() - 1; i >= 0; i--) {
            ahead.push(new Piece(piece.indent(), piece.flat(), concat.parts().get(i)));
          }
        }
        case Doc.Indent(Doc body) -> ahead.push(new Piece(piece.indent(), piece.flat(), body));
        case Doc.Group(Doc body) ->
            ahead.push(new Piece(piece.indent(), piece.flat() && !body.hard(), body));
      }
    }
    return false;
  }
}
