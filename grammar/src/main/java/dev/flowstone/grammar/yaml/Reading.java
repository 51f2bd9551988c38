package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.ReservedWords;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the readers of one file share: the problems, the comments, and the names that the file
/// makes.
final class Reading {

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z_][A-Za-z_0-9]*(\\.[A-Za-z_][A-Za-z_0-9]*)*");

  final Problems problems;
  final Comments comments;
  private final Map<String, Span> names = new LinkedHashMap<>();
  private final List<Node.Scalar> plainTexts = new ArrayList<>();

  Reading(Problems problems, Comments comments) {
    this.problems = problems;
    this.comments = comments;
  }

  void report(Diagnostic diagnostic) {
    problems.add(diagnostic);
  }

  /// A scalar that must be there; anything else is a problem, told with what belongs here.
  Optional<Node.Scalar> scalar(Node node, String what) {
    if (node instanceof Node.Scalar scalar && !scalar.missing()) {
      return Optional.of(scalar);
    }
    missing(node, what);
    return Optional.empty();
  }

  /// Says what belongs where a node stands that is something else, or nothing.
  void missing(Node node, String what) {
    String seen =
        switch (node) {
          case Node.Scalar _ -> "nothing is written here";
          case Node.Sequence _ -> "this is a list";
          case Node.Mapping _ -> "this is a map";
        };
    report(Code.WRONG_SHAPE.at(seen + ", and " + what + " belongs here", head(node)));
  }

  Optional<Node.Mapping> mapping(Node node, String what) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(mapping);
    }
    report(Code.WRONG_SHAPE.at(what + " belongs here, written as a map", head(node)));
    return Optional.empty();
  }

  Optional<Node.Sequence> sequence(Node node, String what) {
    if (node instanceof Node.Sequence sequence) {
      return Optional.of(sequence);
    }
    report(
        Code.WRONG_SHAPE
            .at(what + " belongs here, written as a list", head(node))
            .hint("begin each entry with \"- \""));
    return Optional.empty();
  }

  /// A word: of a variable, an argument, a policy, an error, a signal.
  Optional<Name> word(Node node, String what) {
    return named(node, what, WORD, "a letter or _ first, then letters, digits and _");
  }

  /// The name of a handler or of a workflow.
  Optional<Name> target(Node node, String what) {
    return named(node, what, PATH, "words with dots between them, such as payments.charge");
  }

  /// The name of an argument or a field, which may be any text.
  Name field(Node.Scalar key) {
    return new Name(key.value(), key.span());
  }

  private Optional<Name> named(Node node, String what, Pattern shape, String rule) {
    Optional<Node.Scalar> scalar = scalar(node, what);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().value();
    if (!shape.matcher(text).matches()) {
      report(
          Code.YAML_NAME
              .at("'" + shortened(text) + "' cannot be " + what, scalar.get().span())
              .hint(rule));
      return Optional.empty();
    }
    return Optional.of(new Name(text, scalar.get().place().of(0, text.length())));
  }

  /// A word that neither begins a statement nor is a constant.
  Optional<Name> free(Node node, String what) {
    Optional<Name> name = word(node, what);
    if (name.filter(n -> ReservedWords.contains(n.text())).isPresent()) {
      report(
          Code.RESERVED_WORD.at(
              "'" + name.get().text() + "' is a word of the language and cannot be " + what,
              name.get().span()));
      return Optional.empty();
    }
    return name;
  }

  /// A word that is a name from here on, for [#reportPlainNames].
  Optional<Name> defined(Node node, String what) {
    Optional<Name> name = free(node, what);
    name.ifPresent(n -> names.putIfAbsent(n.text(), n.span()));
    return name;
  }

  void define(String path, Span span) {
    names.putIfAbsent(path, span);
  }

  /// A plain scalar was taken as text; if it turns out to be a name, that is hardly what was meant.
  void plainText(Node.Scalar scalar) {
    if (PATH.matcher(scalar.value()).matches()) {
      plainTexts.add(scalar);
    }
  }

  void reportPlainNames() {
    for (Node.Scalar scalar : plainTexts) {
      definition(scalar.value())
          .ifPresent(made -> {
            String text = scalar.value();
            Diagnostic problem =
                Code.PLAIN_NAME
                    .at(
                        "this is the text '" + text + "', although " + text + " is a name here",
                        scalar.span())
                    .hint(
                        "write \"${"
                            + text
                            + "}\" for its value, or \""
                            + text
                            + "\" in quotes for the text");
            report(
                made.equals(Span.NONE) ? problem : problem.related("the name is made here", made));
          });
    }
  }

  private Optional<Span> definition(String path) {
    for (String p = path; ; p = p.substring(0, p.lastIndexOf('.'))) {
      Span made = names.get(p);
      if (made != null) {
        return Optional.of(made);
      }
      if (p.indexOf('.') < 0) {
        return Optional.empty();
      }
    }
  }

  /// Where to point for a node: a scalar as a whole, of a collection no more than its first
  /// character.
  static Span head(Node node) {
    Span span = node.span();
    return node instanceof Node.Scalar
        ? span
        : new Span(span.start(), Math.min(span.end(), span.start() + 1));
  }

  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 59)) + "…";
  }
}
