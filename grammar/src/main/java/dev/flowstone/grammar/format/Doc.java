package dev.flowstone.grammar.format;

import java.util.ArrayList;
import java.util.List;

/// What is to be printed, with the places where a line may end; [DocPrinter] decides where it does.
///
/// After Wadler's prettier printer, as Prettier and google-java-format have it: a group is printed
/// on one line where it fits, else every line end directly in it is taken.
sealed interface Doc {

  Doc EMPTY = new Text("");

  /// A blank, or the end of the line where the group is broken.
  Doc LINE = new Line(" ", false);

  /// Nothing, or the end of the line where the group is broken.
  Doc SOFT_LINE = new Line("", false);

  /// Always the end of the line; breaks every group around it.
  Doc HARD_LINE = new Line("", true);

  /// The end of the line and an empty line.
  Doc BLANK_LINE = new Concat(List.of(HARD_LINE, HARD_LINE), true);

  /// Prints nothing, and breaks every group around it.
  Doc BREAK = new Concat(List.of(), true);

  /// Whether there is a line end in it that is always taken.
  boolean hard();

  /// Text of one line.
  record Text(String text) implements Doc {
    @Override
    public boolean hard() {
      return false;
    }
  }

  /// Text of any number of lines, which is not indented.
  record Verbatim(String text) implements Doc {
    @Override
    public boolean hard() {
      return text.indexOf('\n') >= 0;
    }
  }

  /// A possible or certain end of the line.
  record Line(String flat, boolean hard) implements Doc {}

  record Concat(List<Doc> parts, boolean hard) implements Doc {}

  /// Two more blanks at the beginning of each line that begins in it.
  record Indent(Doc body) implements Doc {
    @Override
    public boolean hard() {
      return body.hard();
    }
  }

  record Group(Doc body) implements Doc {
    @Override
    public boolean hard() {
      return body.hard();
    }
  }

  /// One thing where the group around it is broken, another where it is not.
  record IfBroken(String broken, String flat) implements Doc {
    @Override
    public boolean hard() {
      return false;
    }
  }

  /// Something that is put at the end of the line, such as a comment, and does not count as its
  /// width.
  record Suffix(String text) implements Doc {
    @Override
    public boolean hard() {
      return false;
    }
  }

  static Doc text(String text) {
    return new Text(text);
  }

  static Doc concat(List<Doc> parts) {
    return new Concat(List.copyOf(parts), parts.stream().anyMatch(Doc::hard));
  }

  static Doc concat(Doc... parts) {
    return concat(List.of(parts));
  }

  static Doc group(Doc... parts) {
    return new Group(concat(parts));
  }

  static Doc indent(Doc... parts) {
    return new Indent(concat(parts));
  }

  static Doc join(Doc between, List<Doc> parts) {
    List<Doc> all = new ArrayList<>();
    for (Doc part : parts) {
      if (!all.isEmpty()) {
        all.add(between);
      }
      all.add(part);
    }
    return concat(all);
  }
}
