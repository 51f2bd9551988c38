package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/// Says in plain words what the YAML parser stumbled over.
final class YamlErrors {

  private YamlErrors() {}

  /// `reached` is where the last event began, for failures that do not say where they are.
  static Diagnostic explain(
      Exception failure, SourceText source, CodePoints codePoints, int reached) {
    Optional<MarkedYAMLException> marked = marked(failure);
    if (marked.isEmpty() || marked.get().getProblemMark() == null) {
      return Code.YAML_SYNTAX.at("this is not YAML that can be read", new Span(reached, reached));
    }
    MarkedYAMLException e = marked.get();
    String problem = String.valueOf(e.getProblem());
    int at = codePoints.offset(e.getProblemMark().getIndex());
    Mark context = e.getContextMark();
    int began = context == null ? at : codePoints.offset(context.getIndex());
    if (problem.contains("unexpected end of stream")) {
      return syntax("a quoted text has no end", spanAt(began, source), "close the quote");
    }
    if (problem.contains("unexpected document separator")) {
      return syntax(
          "a quoted text is cut by a document marker",
          spanAt(began, source),
          "close the quote before it");
    }
    Diagnostic said =
        said(problem, String.valueOf(e.getContext()), source.text(), spanAt(at, source));
    return began == at ? said : said.related("it began here", spanAt(began, source));
  }

  private static Span spanAt(int at, SourceText source) {
    return new Span(at, Math.min(source.text().length(), at + 1));
  }

  private static Optional<MarkedYAMLException> marked(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < 8; i++) {
      if (cause instanceof MarkedYAMLException e) {
        return Optional.of(e);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Diagnostic said(String problem, String context, String text, Span here) {
    char c = here.start() < text.length() ? text.charAt(here.start()) : '\0';
    if (c == '\t' && problem.contains("cannot start any token")) {
      return Code.YAML_TAB
          .at("a tab stands where YAML takes only spaces", here)
          .hint("indent with spaces");
    }
    if (problem.contains("cannot start any token")) {
      return syntax("a value cannot begin with " + c, here, "put the text into quotes");
    }
    if (problem.contains("mapping values are not allowed")) {
      return syntax(
          "a colon stands here where no key is expected",
          here,
          "put text that contains \": \" into quotes, and check the indentation");
    }
    if (problem.contains("could not find expected ':'")) {
      return syntax("a key must be followed by a colon", here, "write key: value");
    }
    if (problem.contains("sequence entries are not allowed")) {
      return syntax(
          "a list entry cannot begin here", here, "begin each entry on a line of its own");
    }
    if (problem.contains("expected <block end>")) {
      return syntax(
          "this is indented neither as part of what is above nor as its end",
          here,
          "align it with its siblings");
    }
    boolean computed = c == '{' && here.start() > 0 && text.charAt(here.start() - 1) == '$';
    if (computed && problem.contains("expected ','")) {
      return syntax(
          "in braces and brackets text with ${} must be in quotes", here, "write \"${order.id}\"");
    }
    if (c == '?' && problem.contains("expected ','")) {
      return syntax(
          "in braces and brackets a ? must be in quotes", here, "write \"reason?\": string");
    }
    return rest(problem, context, here);
  }

  private static Diagnostic rest(String problem, String context, Span here) {
    if (problem.contains("expected ',' or ']'")) {
      return syntax(
          "a list in brackets goes on with a comma or ends with ]", here, "close the bracket");
    }
    if (problem.contains("expected ',' or '}'")) {
      return syntax("a map in braces goes on with a comma or ends with }", here, "close the brace");
    }
    if (problem.contains("escape")) {
      return syntax(
          "this is not an escape of YAML",
          here,
          "write \\\\ for a backslash, or use single quotes");
    }
    if (problem.contains("the node content")) {
      return syntax("a value is missing here", here, null);
    }
    if (context.contains("block scalar")) {
      return syntax("after | or > only + or -, a digit and a comment may stand", here, null);
    }
    if (context.contains("directive") || problem.contains("directive")) {
      return Code.YAML_FEATURE.at("a flow has no YAML directives", here);
    }
    if (context.contains("tag") || problem.contains("tag handle")) {
      return Code.YAML_FEATURE
          .at("a value cannot begin with !, which marks a tag", here)
          .hint(
              "tags are not part of the language; put text or an expression that begins with ! into quotes");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return Code.YAML_FEATURE
          .at("a value cannot begin with * or &, which mark aliases and anchors", here)
          .hint("put the text into quotes");
    }
    return syntax("this is not YAML that can be read", here, null);
  }

  private static Diagnostic syntax(String message, Span at, @Nullable String hint) {
    Diagnostic diagnostic = Code.YAML_SYNTAX.at(message, at);
    return hint == null ? diagnostic : diagnostic.hint(hint);
  }
}
