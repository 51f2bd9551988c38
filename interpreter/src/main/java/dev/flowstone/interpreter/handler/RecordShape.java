package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a record type asks of the fields of a map: their names, types, and which may be left out.
record RecordShape(List<Component> components) {

  /// `fallback` is the JSON of [Default]. A field may be left out where it is an `Optional`,
  /// nullable, or has one.
  record Component(String name, AnnotatedType type, boolean nullable, Optional<String> fallback) {
    boolean mayBeAbsent() {
      return fallback.isPresent() || nullable;
    }
  }

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return inspect(type);
        }
      };

  RecordShape {
    components = List.copyOf(components);
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<String> names() {
    return components.stream().map(Component::name).toList();
  }

  private static RecordShape inspect(Class<?> type) {
    List<Component> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Default fallback = component.getAnnotation(Default.class);
      components.add(
          new Component(
              name(component),
              component.getAnnotatedType(),
              component.getType() == Optional.class
                  || isNullable(component.getAnnotatedType())
                  || isNullable(component),
              Optional.ofNullable(fallback).map(Default::value)));
    }
    return new RecordShape(components);
  }

  private static String name(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property == null || property.value().isEmpty()
        ? FieldName.of(component.getName())
        : property.value();
  }

  /// Any annotation of that name counts, as it does for the tools that check nulls.
  static boolean isNullable(AnnotatedElement element) {
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().getSimpleName().equals("Nullable")) {
        return true;
      }
    }
    return false;
  }
}
