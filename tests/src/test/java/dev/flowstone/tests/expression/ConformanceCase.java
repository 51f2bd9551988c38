package dev.flowstone.tests.expression;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.check.Checked;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.check.Scope;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.Environment;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.Evaluation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One case of CEL's conformance tests, as a line of JSON, and how it is graded: as the official
/// runners do, that an error occurs and not which; NaN equals NaN and the order of a map does not
/// matter.
record ConformanceCase(Value.Fields json) {

  static ConformanceCase parse(String line) {
    return switch (ValueJson.parse(line)) {
      case ValueJson.Parsed.Ok(Value.Fields fields) -> new ConformanceCase(fields);
      case ValueJson.Parsed other -> throw new IllegalArgumentException(other + ": " + line);
    };
  }

  /// `file/section/name`
  String name() {
    return text("file") + "/" + text("section") + "/" + text("name");
  }

  private String text(String field) {
    return ((Value.Text) json.get(field).orElseThrow()).value();
  }

  private boolean needs(String tag) {
    return ((Value.Items) json.get("needs").orElseThrow()).values().contains(new Value.Text(tag));
  }

  /// What is wrong, or nothing.
  Optional<String> complaint() {
    Parsed<Expr> parsed = TextParser.expression(Fragment.of(new SourceText("case", text("expr"))));
    boolean errorExpected = expected("error").isPresent();
    if (parsed.value().isEmpty()) {
      return errorExpected
          ? Optional.empty()
          : Optional.of("does not parse: " + parsed.diagnostics().getFirst().message());
    }
    Map<String, Value> bindings = new HashMap<>();
    fields("bindings").forEach((name, value) -> bindings.put(plain(name), typed(value)));
    Map<String, Type> types = new HashMap<>();
    bindings.keySet().forEach(name -> types.put(name, Type.Simple.ANY));
    fields("type_env").forEach((name, type) -> types.put(plain(name), type(plain(type))));
    Expr expr = parsed.value().get();
    boolean unchecked = needs("no-check");
    Checked checked = unchecked ? Checker.unchecked(expr) : Checker.check(expr, Scope.of(types));
    Optional<Diagnostic> refusal =
        checked.diagnostics().stream().filter(d -> d.severity() == Severity.ERROR).findFirst();
    if (refusal.isPresent()) {
      return errorExpected
          ? Optional.empty()
          : Optional.of("is refused: " + refusal.get().message());
    }
    if (text("phase").equals("check")) {
      return deduced(checked.type());
    }
    Evaluated evaluated = Evaluation.evaluate(checked.expression(), Environment.of(bindings));
    return switch (evaluated) {
      case Evaluated.Failed(var error) ->
          errorExpected ? Optional.empty() : Optional.of("fails: " + error);
      case Evaluated.Ok(Value value) -> {
        if (errorExpected) {
          yield Optional.of("gives " + value + ", not an error");
        }
        Value wanted = typed(expected("value").orElseThrow());
        yield same(wanted, value)
            ? json.get("deduced_type").isPresent() ? deduced(checked.type()) : Optional.empty()
            : Optional.of("gives " + value + ", not " + wanted);
      }
    };
  }

  private Optional<Value> expected(String what) {
    return json.get("expect").flatMap(expect -> ((Value.Fields) expect).get(what));
  }

  private Map<Value, Value> fields(String name) {
    return json.get(name).map(value -> ((Value.Fields) value).entries()).orElse(Map.of());
  }

  private static String plain(Value value) {
    return ((Value.Text) value).value();
  }

  private Optional<String> deduced(Type type) {
    String wanted = text("deduced_type");
    String saw = cel(type);
    return wanted.equals(saw) ? Optional.empty() : Optional.of("is a " + saw + ", not a " + wanted);
  }

  private static String cel(Type type) {
    return switch (type) {
      case Type.Simple simple -> simple == Type.Simple.ANY ? "dyn" : Types.describe(simple);
      case Type.ListOf(Type element) -> "list(" + cel(element) + ")";
      case Type.MapOf(Type key, Type value) -> "map(" + cel(key) + ", " + cel(value) + ")";
      case Type.Record record -> cel(Types.asMap(record));
      case Type.OptionalOf(Type inner) -> "optional_type(" + cel(inner) + ")";
      case Type.Nullable(Type inner) -> cel(inner) + "?";
    };
  }

  /// `list(int)`, `map(string, dyn)`, `duration`
  private static Type type(String text) {
    if (text.startsWith("list(")) {
      return new Type.ListOf(type(text.substring(5, text.length() - 1)));
    }
    if (text.startsWith("map(")) {
      int comma = text.indexOf(", ");
      return new Type.MapOf(
          type(text.substring(4, comma)), type(text.substring(comma + 2, text.length() - 1)));
    }
    return switch (text) {
      case "int" -> Type.Simple.INT;
      case "double" -> Type.Simple.DOUBLE;
      case "string" -> Type.Simple.STRING;
      case "bool" -> Type.Simple.BOOL;
      case "duration" -> Type.Simple.DURATION;
      case "timestamp" -> Type.Simple.TIMESTAMP;
      case "dyn" -> Type.Simple.ANY;
      case "null" -> Type.Simple.NULL;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /// A value as the cases write it: `{"int": "1"}`.
  private static Value typed(Value json) {
    Map.Entry<Value, Value> only = ((Value.Fields) json).entries().entrySet().iterator().next();
    Value content = only.getValue();
    return switch (plain(only.getKey())) {
      case "int" -> new Value.Int(Long.parseLong(plain(content)));
      case "double" -> number(content);
      case "string" -> content;
      case "bool" -> content;
      case "null" -> Value.Null.NULL;
      case "timestamp" ->
          new Value.Timestamp(TimeText.parseTimestamp(plain(content)).orElseThrow());
      case "duration" -> new Value.Span(TimeText.parseDuration(plain(content)).orElseThrow());
      case "list" ->
          new Value.Items(
              ((Value.Items) content).values().stream().map(ConformanceCase::typed).toList());
      case "map" -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Value pair : ((Value.Items) content).values()) {
          List<Value> both = new ArrayList<>(((Value.Items) pair).values());
          entries.put(typed(both.get(0)), typed(both.get(1)));
        }
        yield new Value.Fields(entries);
      }
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private static Value number(Value content) {
    return switch (content) {
      case Value.Text(String text) -> Value.Double.of(Double.parseDouble(text));
      case Value.Int(long whole) -> Value.Double.of((double) whole);
      case Value other -> other;
    };
  }

  /// The same kind and value; an int is not a double here.
  private static boolean same(Value wanted, Value saw) {
    return switch (wanted) {
      case Value.Double(double a, var _) ->
          saw instanceof Value.Double(double b, var _) && Double.compare(a, b) == 0;
      case Value.Items(List<Value> a) ->
          saw instanceof Value.Items(List<Value> b) && sameLists(a, b);
      case Value.Fields(Map<Value, Value> a) ->
          saw instanceof Value.Fields(Map<Value, Value> b)
              && a.keySet().equals(b.keySet())
              && a.entrySet().stream()
                  .allMatch(entry ->
                      same(entry.getValue(), b.getOrDefault(entry.getKey(), Value.Null.NULL)));
      case Value other -> other.equals(saw);
    };
  }

  private static boolean sameLists(List<Value> a, List<Value> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
