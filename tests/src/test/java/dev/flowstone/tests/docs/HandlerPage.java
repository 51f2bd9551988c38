package dev.flowstone.tests.docs;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.DeclaredError;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page of a catalog: each handler with its arguments, its result and its errors.
final class HandlerPage {
  private final StringBuilder out = new StringBuilder();

  private HandlerPage() {}

  static String of(String title, String introduction, List<HandlerCatalog.Entry> handlers) {
    HandlerPage page = new HandlerPage();
    page.line("# " + title).line("").line(introduction);
    handlers.forEach(page::handler);
    return page.out.toString();
  }

  private void handler(HandlerCatalog.Entry handler) {
    line("").line("## " + handler.name()).line("").line(handler.description()).line("");
    line("`" + signature(handler) + "`").line("");
    Map<Value, Value> arguments = properties(handler.input());
    line("| argument | type | |").line("|---|---|---|");
    arguments.forEach((name, schema) -> row(text(name), (Value.Fields) schema));
    Map<Value, Value> result = properties(handler.output());
    if (result.isEmpty()) {
      line("")
          .line(
              "Gives "
                  + (type(handler.output()).equals("null")
                      ? "nothing."
                      : type(handler.output()) + "."));
    } else {
      line("").line("| result | type | |").line("|---|---|---|");
      result.forEach((name, schema) -> row(text(name), (Value.Fields) schema));
    }
    if (!handler.errors().isEmpty()) {
      line("").line("| error | permanent | |").line("|---|---|---|");
      for (DeclaredError error : handler.errors()) {
        line(
            "| `%s` | %s | %s |"
                .formatted(error.name(), error.permanent() ? "yes" : "no", error.description()));
      }
    }
  }

  private static String signature(HandlerCatalog.Entry handler) {
    List<Value> required = list(handler.input(), "required");
    return properties(handler.input()).keySet().stream()
        .map(name -> text(name) + (required.contains(name) ? "" : "?"))
        .collect(Collectors.joining(", ", handler.name() + "(", ")"));
  }

  private void row(String name, Value.Fields schema) {
    String description = schema.get("description").map(HandlerPage::text).orElse("");
    String fallback =
        schema.get("default").map(value -> "Default: `" + json(value) + "`.").orElse("");
    line(
        "| `%s` | %s | %s |".formatted(name, type(schema), (description + " " + fallback).strip()));
  }

  private static String type(Value.Fields schema) {
    Optional<Value> constants = schema.get("enum");
    if (constants.isPresent()) {
      return ((Value.Items) constants.get())
          .values().stream()
              .filter(Value.Text.class::isInstance)
              .map(value -> "`" + json(value) + "`")
              .collect(Collectors.joining(", "));
    }
    String type =
        switch (schema.get("type").orElse(new Value.Text("any"))) {
          case Value.Text(String name) -> name;
          case Value.Items(List<Value> names) ->
              text(names.getFirst()) + (names.contains(new Value.Text("null")) ? "?" : "");
          case Value other -> throw new IllegalStateException(other.toString());
        };
    return type.equals("object") || type.equals("object?") ? type.replace("object", "map") : type;
  }

  private static Map<Value, Value> properties(Value.Fields schema) {
    return schema.get("properties").map(value -> ((Value.Fields) value).entries()).orElse(Map.of());
  }

  private static List<Value> list(Value.Fields schema, String keyword) {
    return schema.get(keyword).map(value -> ((Value.Items) value).values()).orElse(List.of());
  }

  private static String text(Value value) {
    return ((Value.Text) value).value();
  }

  private static String json(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused refused -> throw new IllegalStateException(refused.message());
    };
  }

  private HandlerPage line(String text) {
    out.append(text).append('\n');
    return this;
  }
}
