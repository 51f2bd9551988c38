package dev.flowstone.tests.deploy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of a template as short texts, in which the same is always written the same way: `!Ref X`
/// is `${X}`, `!GetAtt X.Arn` is `${X.Arn}`, a choice is `condition ? one : other`.
final class Shown {
  private static final String NOTHING = "nothing";

  private Shown() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> NOTHING;
      case List<?> list -> list.stream().map(Shown::of).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map when map.size() == 1 -> function(Template.map(map));
      case Map<?, ?> map -> fields(Template.map(map));
      // Text that only looks as if something was put into it.
      case String text when text.contains("${") -> "'" + text + "'";
      default -> value.toString();
    };
  }

  private static String function(Map<String, Object> call) {
    Map.Entry<String, Object> only = call.entrySet().iterator().next();
    Object content = only.getValue();
    return switch (only.getKey()) {
      case "Ref" -> content.equals("AWS::NoValue") ? NOTHING : "${" + content + "}";
      case "Fn::GetAtt" ->
          content instanceof List<?> parts
              ? parts.stream().map(Object::toString).collect(Collectors.joining(".", "${", "}"))
              : "${" + content + "}";
      case "Fn::Sub" -> content instanceof String text ? text : fields(call);
      case "Fn::If" ->
          content instanceof List<?> parts && parts.size() == 3
              ? parts.getFirst() + " ? " + of(parts.get(1)) + " : " + of(parts.get(2))
              : fields(call);
      default -> fields(call);
    };
  }

  private static String fields(Map<String, Object> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
