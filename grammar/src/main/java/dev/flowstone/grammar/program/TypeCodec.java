package dev.flowstone.grammar.program;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The serialised form of a type: a simple one is its name, any other an object with one key that
/// says its kind.
final class TypeCodec {

  private static final Map<String, Type> SIMPLE =
      Stream.of(Type.Simple.values())
          .collect(Collectors.toUnmodifiableMap(TypeCodec::name, Function.identity()));

  private TypeCodec() {}

  static Value write(Type type) {
    return switch (type) {
      case Type.Simple simple -> new Value.Text(name(simple));
      case Type.ListOf(Type element) -> new Writing().put("list", write(element)).done();
      case Type.MapOf(Type key, Type value) -> {
        Writing map = new Writing().put("map", write(value));
        yield key == Type.Simple.STRING ? map.done() : map.put("key", write(key)).done();
      }
      case Type.Record(Map<String, Type.Field> fields) ->
          new Writing().put("record", Writing.map(fields, TypeCodec::field)).done();
      case Type.Nullable(Type inner) -> new Writing().put("nullable", write(inner)).done();
      case Type.OptionalOf(Type inner) -> new Writing().put("optional", write(inner)).done();
    };
  }

  private static Value field(Type.Field field) {
    return new Writing().put("type", write(field.type())).flag("optional", field.optional()).done();
  }

  static Type read(Value value) {
    if (value instanceof Value.Text(String name)) {
      Type simple = SIMPLE.get(name);
      if (simple == null) {
        throw new Malformed("there is no type " + name);
      }
      return simple;
    }
    Reading fields = new Reading("type", value);
    Type type = compound(fields);
    fields.end();
    return type;
  }

  private static Type compound(Reading fields) {
    var list = fields.find("list");
    if (list.isPresent()) {
      return new Type.ListOf(read(list.get()));
    }
    var map = fields.find("map");
    if (map.isPresent()) {
      Type key = fields.find("key").map(TypeCodec::read).orElse(Type.Simple.STRING);
      return new Type.MapOf(key, read(map.get()));
    }
    var nullable = fields.find("nullable");
    if (nullable.isPresent()) {
      return new Type.Nullable(read(nullable.get()));
    }
    var optional = fields.find("optional");
    if (optional.isPresent()) {
      return new Type.OptionalOf(read(optional.get()));
    }
    if (!fields.has("record")) {
      throw new Malformed("a type of no known kind");
    }
    return new Type.Record(fields.map("record", TypeCodec::readField));
  }

  static Type.Record record(Value value) {
    if (read(value) instanceof Type.Record record) {
      return record;
    }
    throw new Malformed("the type of an input is not a record");
  }

  private static Type.Field readField(Value value) {
    Reading field = new Reading("field", value);
    Type.Field read = new Type.Field(read(field.value("type")), field.flag("optional"));
    field.end();
    return read;
  }

  private static String name(Type.Simple simple) {
    return simple.name().toLowerCase(Locale.ROOT);
  }
}
