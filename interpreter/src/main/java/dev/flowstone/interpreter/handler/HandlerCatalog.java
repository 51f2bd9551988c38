package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of handlers without loading any: their names, types and errors.
///
/// The annotation processor writes it into each jar at compile time, as
/// `META-INF/flowstone/handlers.json`; a workflow can be checked against it where the handlers
/// themselves cannot run.
public final class HandlerCatalog {
  /// Where a jar keeps its catalog.
  public static final String RESOURCE = "META-INF/flowstone/handlers.json";

  private static final long FORMAT = 1;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  /// One handler. `input` and `output` are JSON Schemas of draft 2020-12, self-contained; `input`
  /// is always of an object, whose properties are the arguments.
  public record Entry(
      String name,
      String description,
      String className,
      Value.Fields input,
      Value.Fields output,
      List<DeclaredError> errors) {
    public Entry {
      errors = List.copyOf(errors);
    }
  }

  private final Map<String, Entry> byName;

  private HandlerCatalog(Map<String, Entry> byName) {
    this.byName = byName;
  }

  /// Throws [UnusableHandler] where two classes share a name.
  public static HandlerCatalog of(Collection<Entry> entries) {
    Map<String, Entry> byName = new TreeMap<>();
    for (Entry entry : entries) {
      Entry other = byName.put(entry.name(), entry);
      if (other != null && !other.className().equals(entry.className())) {
        throw new UnusableHandler(
            "two handlers are called \""
                + entry.name()
                + "\": "
                + other.className()
                + " and "
                + entry.className());
      }
    }
    return new HandlerCatalog(byName);
  }

  /// The catalogs of all jars on a class path, as one.
  public static HandlerCatalog load(ClassLoader classes) {
    List<Entry> entries = new ArrayList<>();
    try {
      for (URL place : Collections.list(classes.getResources(RESOURCE))) {
        try (InputStream in = place.openStream()) {
          entries.addAll(parse(in.readAllBytes(), place.toString()).byName.values());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(entries);
  }

  /// Reads what [#toJson()] wrote, once or, where jars were merged into one, several times in a
  /// row; `place` is for messages. Throws [UnusableHandler].
  public static HandlerCatalog parse(byte[] json, String place) {
    List<Entry> entries = new ArrayList<>();
    for (byte[] document : documents(json)) {
      entries.addAll(one(document, place).byName.values());
    }
    return of(entries);
  }

  private static List<byte[]> documents(byte[] json) {
    List<byte[]> documents = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        documents.add(
            Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset()));
      }
    } catch (IOException e) {
      return List.of(json); // whoever reads it tells what is wrong
    }
    return documents.isEmpty() ? List.of(json) : documents;
  }

  private static HandlerCatalog one(byte[] json, String place) {
    Value read =
        switch (ValueJson.parse(json)) {
          case ValueJson.Parsed.Ok(Value value) -> value;
          case ValueJson.Parsed.Malformed problem ->
              throw new UnusableHandler(place + ": " + problem.describe());
        };
    if (!(read instanceof Value.Fields catalog)
        || !catalog.get("format").equals(Optional.of(new Value.Int(FORMAT)))) {
      throw new UnusableHandler(place + " is no handler catalog of format " + FORMAT);
    }
    try {
      return of(list(catalog, "handlers").stream().map(HandlerCatalog::entry).toList());
    } catch (IllegalArgumentException e) {
      throw new UnusableHandler(place + ": " + e.getMessage());
    }
  }

  public Optional<Entry> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The known name that `name` was probably meant to be.
  public Optional<String> nearest(String name) {
    return Nearest.of(name, byName.keySet());
  }

  /// In the order of their names.
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /// For people and for [#parse]: indented, the same text for the same entries.
  public String toJson() {
    Map<String, Value> catalog = new LinkedHashMap<>();
    catalog.put("format", new Value.Int(FORMAT));
    catalog.put("dialect", new Value.Text(DIALECT));
    catalog.put(
        "handlers", new Value.Items(byName.values().stream().map(HandlerCatalog::value).toList()));
    return IndentedJson.write(fields(catalog));
  }

  private static Value value(Entry entry) {
    Map<String, Value> value = new LinkedHashMap<>();
    value.put("name", new Value.Text(entry.name()));
    value.put("description", new Value.Text(entry.description()));
    value.put("class", new Value.Text(entry.className()));
    value.put("input", entry.input());
    value.put("output", entry.output());
    value.put(
        "errors",
        new Value.Items(
            entry.errors().stream()
                .map(error -> {
                  Map<String, Value> fields = new LinkedHashMap<>();
                  fields.put("name", new Value.Text(error.name()));
                  fields.put("permanent", new Value.Bool(error.permanent()));
                  fields.put("description", new Value.Text(error.description()));
                  return (Value) fields(fields);
                })
                .toList()));
    return fields(value);
  }

  private static Entry entry(Value value) {
    Value.Fields fields = map(value);
    return new Entry(
        text(fields, "name"),
        text(fields, "description"),
        text(fields, "class"),
        map(get(fields, "input")),
        map(get(fields, "output")),
        list(fields, "errors").stream()
            .map(HandlerCatalog::map)
            .map(error ->
                new DeclaredError(
                    text(error, "name"),
                    get(error, "permanent").equals(new Value.Bool(true)),
                    text(error, "description")))
            .toList());
  }

  private static Value.Fields fields(Map<String, Value> entries) {
    Map<Value, Value> keyed = new LinkedHashMap<>();
    entries.forEach((key, value) -> keyed.put(new Value.Text(key), value));
    return new Value.Fields(keyed);
  }

  private static Value get(Value.Fields fields, String name) {
    return fields
        .get(name)
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
  }

  private static String text(Value.Fields fields, String name) {
    if (get(fields, name) instanceof Value.Text(String text)) {
      return text;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be a string");
  }

  private static List<Value> list(Value.Fields fields, String name) {
    if (get(fields, name) instanceof Value.Items(List<Value> values)) {
      return values;
    }
    throw new IllegalArgumentException("\"" + name + "\" must be a list");
  }

  private static Value.Fields map(Value value) {
    if (value instanceof Value.Fields fields) {
      return fields;
    }
    throw new IllegalArgumentException("a handler, its schemas and its errors must be maps");
  }
}
