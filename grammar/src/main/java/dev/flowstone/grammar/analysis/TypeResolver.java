package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns written types into resolved ones, in which named types are written out.
///
/// Since a resolved type has no names it can hold no cycle, and since `{a: B, b: B}` doubles at
/// every name it must have a bound: both are diagnostics, and `any` stands in for what cannot be
/// resolved.
final class TypeResolver {

  private static final Map<String, Type> SIMPLE =
      Map.of(
          "string", Type.Simple.STRING,
          "int", Type.Simple.INT,
          "number", Type.Simple.NUMBER,
          "bool", Type.Simple.BOOL,
          "any", Type.Simple.ANY,
          "null", Type.Simple.NULL,
          "duration", Type.Simple.DURATION,
          "timestamp", Type.Simple.TIMESTAMP);

  /// A resolved type with its size, so that size is never found by walking what doubled.
  private record Sized(Type type, long nodes, int depth) {

    static final Sized UNKNOWN = new Sized(Type.Simple.ANY, 1, 1);
  }

  private final Map<String, Declared> declared = new LinkedHashMap<>();
  private final Map<String, Sized> resolved = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final Report report;

  private record Declared(Name name, TypeExpr type) {}

  TypeResolver(Report report) {
    this.report = report;
  }

  static boolean isBuiltIn(String name) {
    return SIMPLE.containsKey(name);
  }

  void declare(Name name, TypeExpr type) {
    declared.putIfAbsent(name.text(), new Declared(name, type));
  }

  /// Resolves every declared type, so that an error in one that nobody uses is found too.
  Map<String, Type> resolveAll() {
    Map<String, Type> all = new LinkedHashMap<>();
    declared.keySet().forEach(name -> all.put(name, named(name).type()));
    used.clear();
    declared.values().forEach(each -> mark(each.type()));
    return all;
  }

  private void mark(TypeExpr type) {
    switch (type) {
      case TypeExpr.Named(Name name, var _) -> used.add(name.text());
      case TypeExpr.ListOf(TypeExpr element, var _) -> mark(element);
      case TypeExpr.MapOf(TypeExpr value, var _) -> mark(value);
      case TypeExpr.Nullable(TypeExpr inner, var _) -> mark(inner);
      case TypeExpr.Record(List<TypeExpr.Field> fields, var _) ->
          fields.forEach(field -> mark(field.type()));
    }
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }

  Type resolve(TypeExpr type) {
    return bounded(type, size(type)).type();
  }

  /// The type of the input: its fields, those with a default being there for whoever reads them.
  Type.Record input(List<TypeExpr.Field> fields, TypeExpr whole) {
    return bounded(whole, record(fields, true)).type() instanceof Type.Record record
        ? record
        : new Type.Record(Map.of());
  }

  private Sized bounded(TypeExpr type, Sized sized) {
    if (sized.nodes() <= TypeBounds.MOST_NODES && sized.depth() <= TypeBounds.DEEPEST) {
      return sized;
    }
    report.add(
        Code.RECURSIVE_TYPE
            .at(
                "a type written out may have "
                    + TypeBounds.MOST_NODES
                    + " parts and "
                    + TypeBounds.DEEPEST
                    + " levels",
                type.span())
            .hint("use 'any' for a part of it"));
    return Sized.UNKNOWN;
  }

  private Sized size(TypeExpr type) {
    return switch (type) {
      case TypeExpr.Named(Name name, var _) -> reference(name);
      case TypeExpr.ListOf(TypeExpr element, var _) -> {
        Sized inner = size(element);
        yield around(new Type.ListOf(inner.type()), inner);
      }
      case TypeExpr.MapOf(TypeExpr value, var _) -> {
        Sized inner = size(value);
        yield around(new Type.MapOf(Type.Simple.STRING, inner.type()), inner);
      }
      case TypeExpr.Nullable(TypeExpr inner, var _) -> {
        Sized sized = size(inner);
        yield around(Types.nullable(sized.type()), sized);
      }
      case TypeExpr.Record(List<TypeExpr.Field> fields, var _) -> record(fields, false);
    };
  }

  private static Sized around(Type type, Sized inner) {
    return new Sized(type, inner.nodes() + 1, inner.depth() + 1);
  }

  private Sized record(List<TypeExpr.Field> fields, boolean input) {
    Map<String, Type.Field> all = new LinkedHashMap<>();
    Map<String, Name> seen = new HashMap<>();
    long nodes = 1;
    int depth = 0;
    for (TypeExpr.Field field : fields) {
      Name first = seen.putIfAbsent(field.name().text(), field.name());
      if (first != null) {
        report.add(
            Code.DUPLICATE_NAME
                .at(
                    "the field '" + Words.shown(field.name().text()) + "' is declared twice",
                    field.name().span())
                .related("first here", first.span()));
        continue;
      }
      if (!input && field.defaultValue().isPresent()) {
        report.add(
            Code.MISPLACED_PART.at(
                "only a field of the input itself can have a default", field.name().span()));
      }
      Sized inner = size(field.type());
      nodes += inner.nodes();
      depth = Math.max(depth, inner.depth());
      boolean absent = field.optional() && field.defaultValue().isEmpty();
      all.put(field.name().text(), new Type.Field(inner.type(), absent));
    }
    return new Sized(new Type.Record(all), nodes, depth + 1);
  }

  private Sized reference(Name name) {
    used.add(name.text());
    Type simple = SIMPLE.get(name.text());
    if (simple != null) {
      return new Sized(simple, 1, 1);
    }
    if (!declared.containsKey(name.text())) {
      report.add(unknown(name));
      return Sized.UNKNOWN;
    }
    if (open.contains(name.text())) {
      report.add(cycle(name));
      return Sized.UNKNOWN;
    }
    return named(name.text());
  }

  private Sized named(String name) {
    Sized done = resolved.get(name);
    if (done != null) {
      return done;
    }
    Declared it = declared.get(name);
    if (it == null) {
      return Sized.UNKNOWN;
    }
    open.add(name);
    Sized sized = bounded(it.type(), size(it.type()));
    open.remove(name);
    resolved.put(name, sized);
    return sized;
  }

  private Diagnostic unknown(Name name) {
    Diagnostic diagnostic =
        Code.UNKNOWN_TYPE.at("there is no type '" + Words.shown(name.text()) + "'", name.span());
    List<String> known = new ArrayList<>(declared.keySet());
    known.addAll(SIMPLE.keySet().stream().sorted().toList());
    Optional<String> near =
        spelling(name.text())
            .map(type -> "did you mean '" + type + "'?")
            .or(() -> Nearest.hint(name.text(), known));
    return near.map(diagnostic::hint)
        .orElse(diagnostic.hint("declare it: 'type " + Words.shown(name.text()) + " = { … }'"));
  }

  /// What other languages call our types.
  private static Optional<String> spelling(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "str", "text" -> "string";
          case "integer", "long", "int64" -> "int";
          case "double", "float", "decimal" -> "number";
          case "boolean" -> "bool";
          case "date", "datetime", "instant" -> "timestamp";
          case "object", "json", "map", "dyn" -> "any";
          default -> null;
        });
  }

  private Diagnostic cycle(Name name) {
    return Code.RECURSIVE_TYPE
        .at("the type '" + name.text() + "' contains itself", name.span())
        .hint("use 'any' here");
  }
}
