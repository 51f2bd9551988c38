package dev.flowstone.interpreter.handler.processor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.Default;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.FieldName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/// Java types as JSON Schema: what the binding of handlers accepts and gives, and nothing else.
final class Schemas {

  /// Whether a record is read, so that fields may be left out, or written, so that all are there.
  enum Direction {
    INPUT,
    OUTPUT
  }

  private static final Map<String, Schema> PLAIN =
      Map.ofEntries(
          Map.entry("java.lang.String", Schema.of("string")),
          Map.entry("java.lang.Boolean", Schema.of("boolean")),
          Map.entry("java.lang.Integer", Schema.of("integer").with("format", "int32")),
          Map.entry("java.lang.Long", Schema.of("integer").with("format", "int64")),
          Map.entry("java.math.BigInteger", Schema.of("integer")),
          Map.entry("java.lang.Double", Schema.of("number")),
          Map.entry("java.math.BigDecimal", Schema.of("number")),
          Map.entry("java.time.Instant", Schema.of("string").with("format", "date-time")),
          Map.entry("java.time.Duration", Schema.of("string").with("format", "duration")),
          Map.entry("java.time.LocalDate", Schema.of("string").with("format", "date")),
          Map.entry("java.util.UUID", Schema.of("string").with("format", "uuid")),
          Map.entry("java.net.URI", Schema.of("string").with("format", "uri")),
          Map.entry("java.lang.Void", Schema.of("null")),
          Map.entry("java.lang.Object", Schema.ANY),
          Map.entry("com.fasterxml.jackson.databind.JsonNode", Schema.ANY),
          Map.entry("dev.flowstone.grammar.value.Value", Schema.ANY),
          Map.entry("dev.flowstone.grammar.value.Value.Fields", Schema.of("object")),
          Map.entry("dev.flowstone.grammar.value.Value.Items", Schema.of("array")));

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("java.util.Set", "use List"),
          Map.entry("java.util.Collection", "use List"),
          Map.entry("java.lang.Iterable", "use List"),
          Map.entry("java.util.ArrayList", "use List"),
          Map.entry("java.util.LinkedHashMap", "use Map"),
          Map.entry("java.util.HashMap", "use Map"),
          Map.entry("java.lang.Float", "use Double"),
          Map.entry("java.lang.Short", "use Integer"),
          Map.entry("java.lang.Byte", "use Integer"),
          Map.entry("java.lang.Character", "use String"),
          Map.entry("java.util.Date", "use java.time.Instant"),
          Map.entry("java.time.LocalDateTime", "use java.time.Instant"),
          Map.entry("java.time.OffsetDateTime", "use java.time.Instant"),
          Map.entry("java.time.ZonedDateTime", "use java.time.Instant"),
          Map.entry("java.util.OptionalInt", "use Optional<Integer>"),
          Map.entry("java.util.OptionalLong", "use Optional<Long>"),
          Map.entry("java.util.OptionalDouble", "use Optional<Double>"));

  private static final String SECRET = "dev.flowstone.interpreter.handler.Secret";

  private final Elements elements;
  private final Direction direction;
  private final Deque<String> within = new ArrayDeque<>();

  Schemas(Elements elements, Direction direction) {
    this.elements = elements;
    this.direction = direction;
  }

  /// Throws [Unfit] at `place`; `whose` names it in the message, as in `component lines of Order`.
  Value.Fields of(TypeMirror type, Element place, String whose) {
    return schema(type, isNullable(type), place, whose).toValue();
  }

  private Schema schema(TypeMirror type, boolean nullable, Element place, String whose) {
    Schema schema =
        switch (type.getKind()) {
          case BOOLEAN -> Schema.of("boolean");
          case INT -> plain("java.lang.Integer");
          case LONG -> plain("java.lang.Long");
          case DOUBLE -> plain("java.lang.Double");
          case DECLARED -> declared((DeclaredType) type, place, whose);
          case ARRAY ->
              throw unsupported(
                  type,
                  "use List<" + simple(((ArrayType) type).getComponentType()) + ">",
                  place,
                  whose);
          case FLOAT -> throw unsupported(type, "use double", place, whose);
          case SHORT, BYTE -> throw unsupported(type, "use int", place, whose);
          case CHAR -> throw unsupported(type, "use String", place, whose);
          default -> throw unsupported(type, "use a record", place, whose);
        };
    return nullable ? schema.orNull() : schema;
  }

  private static Schema plain(String name) {
    return java.util.Objects.requireNonNull(PLAIN.get(name));
  }

  private Schema declared(DeclaredType type, Element place, String whose) {
    TypeElement element = (TypeElement) type.asElement();
    String name = element.getQualifiedName().toString();
    Schema plain = PLAIN.get(name);
    if (plain != null) {
      return plain;
    }
    if (name.equals(SECRET)) {
      throw new Unfit(
          place,
          whose
              + " is a Secret, which the journal of the execution would keep; read it in the"
              + " handler, with Secret.environment(\"NAME\")");
    }
    return switch (name) {
      case "java.util.Optional" -> schema(argument(type, 0, place, whose), true, place, whose);
      case "java.util.List" -> {
        TypeMirror content = argument(type, 0, place, whose);
        yield Schema.of("array")
            .with("items", schema(content, isNullable(content), place, whose).toValue());
      }
      case "java.util.Map" -> {
        TypeMirror key = argument(type, 0, place, whose);
        if (!simple(key).equals("String")) {
          throw unsupported(type, "a map of JSON has keys of String", place, whose);
        }
        TypeMirror content = argument(type, 1, place, whose);
        yield Schema.of("object")
            .with(
                "additionalProperties",
                schema(content, isNullable(content), place, whose).toValue());
      }
      default ->
          switch (element.getKind()) {
            case ENUM -> constants(element);
            case RECORD -> record(element, type, place, whose);
            default ->
                throw unsupported(type, INSTEAD.getOrDefault(name, "use a record"), place, whose);
          };
    };
  }

  private static TypeMirror argument(DeclaredType type, int index, Element place, String whose) {
    if (type.getTypeArguments().size() <= index) {
      throw new Unfit(
          place,
          whose
              + " is a raw "
              + simple(type)
              + ", which says nothing of its content; write "
              + simple(type)
              + (index == 0 && !simple(type).equals("Map") ? "<…>" : "<String, …>"));
    }
    return type.getTypeArguments().get(index);
  }

  private static Schema constants(TypeElement type) {
    List<Value> names = new ArrayList<>();
    for (Element member : type.getEnclosedElements()) {
      if (member.getKind() == ElementKind.ENUM_CONSTANT) {
        names.add(new Value.Text(member.getSimpleName().toString()));
      }
    }
    return Schema.of("string").with("enum", new Value.Items(names));
  }

  private Schema record(TypeElement element, DeclaredType type, Element place, String whose) {
    String name = element.getQualifiedName().toString();
    if (!element.getTypeParameters().isEmpty()) {
      throw unsupported(type, "a generic record has no one schema; use a plain one", place, whose);
    }
    if (within.contains(name)) {
      throw new Unfit(
          place, whose + " leads back to " + simple(type) + "; for data of any depth use Value");
    }
    within.push(name);
    Map<String, Value> properties = new LinkedHashMap<>();
    List<Value> required = new ArrayList<>();
    DocText doc = DocText.of(elements.getDocComment(element));
    for (RecordComponentElement component : element.getRecordComponents()) {
      String field = fieldName(component);
      Schema schema = component(component, simple(type));
      Optional<String> description =
          Optional.ofNullable(component.getAnnotation(Described.class))
              .map(Described::value)
              .or(() -> doc.parameter(component.getSimpleName().toString()));
      if (description.isPresent()) {
        schema = schema.with("description", description.get());
      }
      if (properties.put(field, schema.toValue()) != null) {
        throw new Unfit(
            component, "two components of " + simple(type) + " are called \"" + field + "\"");
      }
      if (direction == Direction.OUTPUT || !mayBeAbsent(component)) {
        required.add(new Value.Text(field));
      }
    }
    within.pop();
    return Schema.of("object")
        .with("properties", Schema.fields(properties))
        .with("required", new Value.Items(required))
        .with("additionalProperties", new Value.Bool(false));
  }

  private Schema component(RecordComponentElement component, String owner) {
    String whose = "component " + component.getSimpleName() + " of " + owner;
    TypeMirror type = component.asType();
    boolean nullable = isNullable(type) || isNullable(component.getAnnotationMirrors());
    if (nullable && type.getKind().isPrimitive()) {
      throw new Unfit(component, whose + " is @Nullable and a primitive, which is never null");
    }
    Schema schema = schema(type, nullable, component, whose);
    Default fallback = component.getAnnotation(Default.class);
    if (fallback == null) {
      return schema;
    }
    return switch (ValueJson.parse(fallback.value())) {
      case ValueJson.Parsed.Malformed _ ->
          throw new Unfit(
              component,
              "the default of "
                  + whose
                  + " is not JSON: "
                  + fallback.value()
                  + " (a text needs quotes of its own: \"\\\"EUR\\\"\")");
      case ValueJson.Parsed.Ok(Value value) -> {
        if (!schema.accepts(value)) {
          throw new Unfit(
              component, "the default of " + whose + " does not fit its type: " + fallback.value());
        }
        yield schema.with("default", value);
      }
    };
  }

  private static boolean mayBeAbsent(RecordComponentElement component) {
    return component.getAnnotation(Default.class) != null
        || component.asType().toString().startsWith("java.util.Optional<")
        || isNullable(component.asType())
        || isNullable(component.getAnnotationMirrors());
  }

  private static String fieldName(RecordComponentElement component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty()
        ? FieldName.of(component.getSimpleName().toString())
        : property.value();
  }

  static boolean isNullable(TypeMirror type) {
    return isNullable(type.getAnnotationMirrors());
  }

  private static boolean isNullable(List<? extends AnnotationMirror> annotations) {
    return annotations.stream()
        .anyMatch(annotation ->
            annotation.getAnnotationType().asElement().getSimpleName().contentEquals("Nullable"));
  }

  private static Unfit unsupported(TypeMirror type, String instead, Element place, String whose) {
    return new Unfit(
        place,
        whose + " has the type " + simple(type) + ", which handlers do not know; " + instead);
  }

  /// Without packages and annotations.
  static String simple(TypeMirror type) {
    if (type.getKind() == TypeKind.DECLARED) {
      DeclaredType declared = (DeclaredType) type;
      String name = declared.asElement().getSimpleName().toString();
      List<String> arguments = declared.getTypeArguments().stream().map(Schemas::simple).toList();
      return arguments.isEmpty() ? name : name + "<" + String.join(", ", arguments) + ">";
    }
    if (type.getKind() == TypeKind.ARRAY) {
      return simple(((ArrayType) type).getComponentType()) + "[]";
    }
    return type.toString();
  }
}
