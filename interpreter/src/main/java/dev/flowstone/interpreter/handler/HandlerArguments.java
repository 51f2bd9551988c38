package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Holds the arguments of a call against what a catalog says that its handler takes: names that it
/// does not know, those that it needs, and the kinds of what is written out.
///
/// What only a run can tell, the value of a variable say, is left to the run.
public final class HandlerArguments {
  /// The code of such a finding, wherever it is told.
  public static final String CODE = "FH005";

  /// One thing that would fail in every attempt.
  public record Misfit(String message, Optional<String> hint) {}

  private final String handler;
  private final List<Misfit> found = new ArrayList<>();

  private HandlerArguments(String handler) {
    this.handler = handler;
  }

  public static List<Misfit> misfits(HandlerCall call, HandlerCatalog.Entry entry) {
    HandlerArguments arguments = new HandlerArguments(entry.name());
    arguments.fields(call.arguments(), Set.of(), entry.input(), "");
    return List.copyOf(arguments.found);
  }

  /// `perhaps` are fields that may turn out to be absent.
  private void fields(
      Map<String, Expression> given, Set<String> perhaps, Value.Fields schema, String path) {
    Map<String, Value> known = properties(schema);
    boolean closed = schema.get("additionalProperties").equals(Optional.of(new Value.Bool(false)));
    given.forEach((name, value) -> {
      String place = Binding.join(path, name);
      Value content = known.get(name);
      if (content instanceof Value.Fields wanted) {
        value(value, wanted, place);
      } else if (closed && content == null) {
        String message = "the handler '%s' has no argument '%s'".formatted(handler, place);
        found.add(new Misfit(message, known(name, known.keySet())));
      }
    });
    for (String needed : texts(schema.get("required"))) {
      if (!given.containsKey(needed) && !perhaps.contains(needed)) {
        String place = Binding.join(path, needed);
        String message = "the handler '%s' needs the argument '%s'".formatted(handler, place);
        found.add(new Misfit(message, Optional.empty()));
      }
    }
  }

  private static Optional<String> known(String name, Set<String> known) {
    return Nearest.hint(name, known)
        .or(() ->
            known.isEmpty()
                ? Optional.of("it takes none")
                : Optional.of("it takes " + String.join(", ", known)));
  }

  private void value(Expression value, Value.Fields wanted, String path) {
    Set<String> types = types(wanted);
    Optional<String> kind = kind(value);
    if (kind.isPresent() && !types.isEmpty() && !fits(value, kind.get(), types)) {
      String message =
          "the argument '%s' of '%s' must be %s, not %s"
              .formatted(path, handler, words(types), word(kind.get()));
      found.add(new Misfit(message, Optional.empty()));
      return;
    }
    if (value instanceof Expression.Constant(Value.Text(String text))) {
      constant(text, wanted, path);
    } else if (value instanceof Expression.MakeMap(List<Expression.Entry> entries)) {
      map(entries, wanted, path);
    } else if (value instanceof Expression.MakeList(List<Expression.Element> elements)
        && wanted.get("items").orElse(Value.Null.NULL) instanceof Value.Fields items) {
      for (int i = 0; i < elements.size(); i++) {
        value(elements.get(i).value(), items, path + "[" + i + "]");
      }
    }
  }

  private void constant(String text, Value.Fields wanted, String path) {
    List<String> allowed = texts(wanted.get("enum"));
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      String message =
          "the argument '%s' of '%s' must be one of %s"
              .formatted(path, handler, String.join(", ", allowed));
      found.add(new Misfit(message, Nearest.hint(text, allowed)));
    }
  }

  private void map(List<Expression.Entry> entries, Value.Fields wanted, String path) {
    Map<String, Expression> given = new LinkedHashMap<>();
    Set<String> perhaps = new TreeSet<>();
    for (Expression.Entry entry : entries) {
      if (!(entry.key() instanceof Expression.Constant(Value.Text(String name)))) {
        return; // its names are known in the run
      }
      if (entry.optional()) {
        perhaps.add(name);
      } else {
        given.put(name, entry.value());
      }
    }
    fields(given, perhaps, wanted, path);
  }

  /// The JSON type of what is written out; empty where only a run tells it.
  private static Optional<String> kind(Expression value) {
    return switch (value) {
      case Expression.Constant(Value constant) -> kind(constant);
      case Expression.Join _ -> Optional.of("string");
      case Expression.MakeList _ -> Optional.of("array");
      case Expression.MakeMap _ -> Optional.of("object");
      case Expression.Variable _,
          Expression.Select _,
          Expression.Has _,
          Expression.At _,
          Expression.Invoke _,
          Expression.And _,
          Expression.Or _,
          Expression.Conditional _,
          Expression.Comprehension _,
          Expression.Bind _,
          Expression.Unresolved _ ->
          Optional.empty();
    };
  }

  private static Optional<String> kind(Value constant) {
    return switch (constant) {
      case Value.Null _ -> Optional.of("null");
      case Value.Bool _ -> Optional.of("boolean");
      case Value.Int _, Value.BigInt _ -> Optional.of("integer");
      case Value.Double _ -> Optional.of("number");
      case Value.Text _, Value.Timestamp _, Value.Span _ -> Optional.of("string");
      case Value.Items _ -> Optional.of("array");
      case Value.Fields _ -> Optional.of("object");
      case Value.Maybe _ -> Optional.empty();
    };
  }

  private static boolean fits(Expression value, String kind, Set<String> types) {
    boolean whole =
        value instanceof Expression.Constant(Value.Double(double number, String _))
            && number == Math.rint(number);
    return types.contains(kind)
        || (kind.equals("integer") && types.contains("number"))
        || (whole && types.contains("integer"));
  }

  private static Map<String, Value> properties(Value.Fields schema) {
    Map<String, Value> known = new LinkedHashMap<>();
    if (schema.get("properties").orElse(Value.Null.NULL) instanceof Value.Fields properties) {
      properties
          .entries()
          .forEach((name, content) -> {
            if (name instanceof Value.Text(String text)) {
              known.put(text, content);
            }
          });
    }
    return known;
  }

  private static Set<String> types(Value.Fields schema) {
    Optional<Value> type = schema.get("type");
    return type.orElse(Value.Null.NULL) instanceof Value.Text(String one)
        ? Set.of(one)
        : new TreeSet<>(texts(type));
  }

  private static List<String> texts(Optional<Value> list) {
    List<String> texts = new ArrayList<>();
    if (list.orElse(Value.Null.NULL) instanceof Value.Items(List<Value> values)) {
      for (Value value : values) {
        if (value instanceof Value.Text(String text)) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  private static String words(Set<String> types) {
    return String.join(" or ", types.stream().map(HandlerArguments::word).toList());
  }

  private static String word(String type) {
    return switch (type) {
      case "boolean" -> "true or false";
      case "integer" -> "an integer";
      case "number" -> "a number";
      case "string" -> "a string";
      case "array" -> "a list";
      case "object" -> "a map";
      default -> type;
    };
  }
}
