package dev.flowstone.interpreter.handler.processor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the catalog takes from a doc comment: its first sentence, and what it says of each
/// parameter.
record DocText(String summary, Map<String, String> parameters) {
  private static final Pattern TAG = Pattern.compile("(?m)^\\s*@(\\w+)\\s");
  private static final Pattern PARAMETER = Pattern.compile("(?s)^\\s*(\\w+)\\s+(.*)$");
  private static final Pattern SENTENCE = Pattern.compile("(?s)^(.*?[.!?])(\\s.*)?$");

  static DocText of(@Nullable String comment) {
    if (comment == null) {
      return new DocText("", Map.of());
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher tags = TAG.matcher(comment);
    int bodyEnd = comment.length();
    String open = "";
    int from = 0;
    while (tags.find()) {
      if (open.isEmpty()) {
        bodyEnd = tags.start();
      } else {
        note(open, comment.substring(from, tags.start()), parameters);
      }
      open = tags.group(1);
      from = tags.end();
    }
    if (!open.isEmpty()) {
      note(open, comment.substring(from), parameters);
    }
    String body = comment.substring(0, bodyEnd);
    int paragraph = body.indexOf("\n\n");
    String first = oneLine(paragraph < 0 ? body : body.substring(0, paragraph));
    Matcher sentence = SENTENCE.matcher(first);
    return new DocText(sentence.matches() ? sentence.group(1) : first, parameters);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  private static void note(String tag, String text, Map<String, String> parameters) {
    Matcher parameter = PARAMETER.matcher(text);
    if (tag.equals("param") && parameter.matches()) {
      parameters.put(parameter.group(1), oneLine(parameter.group(2)));
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
