package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a record type asks of the fields of a map: their names, types, and which may be left out.
record RecordShape(List<Component> components, Constructor<?> constructor) {

  /// `fallback` is the JSON of [Default]. A field may be left out where it is an `Optional`,
  /// nullable, or has one.
  record Component(
      String name,
      AnnotatedType type,
      boolean nullable,
      Optional<String> fallback,
      Method accessor) {

    boolean mayBeAbsent() {
      return fallback.isPresent() || nullable;
    }

    /// What a record holds here.
    @Nullable Object of(Object rec) {
      try {
        return accessor.invoke(rec);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      } catch (InvocationTargetException e) {
        throw new Mismatch(name, "cannot be read: " + e.getCause());
      }
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

  /// A record of these components; what its constructor refuses is told at `path`.
  Object make(@Nullable Object[] values, String path) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof HandlerError raised) {
        throw raised;
      }
      String message = cause.getMessage();
      throw new Mismatch(path, message == null ? cause.getClass().getSimpleName() : message);
    }
  }

  private static RecordShape inspect(Class<?> type) {
    List<Component> components = new ArrayList<>();
    List<Class<?>> types = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Default fallback = component.getAnnotation(Default.class);
      types.add(component.getType());
      component.getAccessor().setAccessible(true); // records may be private to their handlers
      components.add(
          new Component(
              name(component),
              component.getAnnotatedType(),
              component.getType() == Optional.class
                  || isNullable(component.getAnnotatedType())
                  || isNullable(component),
              Optional.ofNullable(fallback).map(Default::value),
              component.getAccessor()));
    }
    return new RecordShape(components, constructor(type, types));
  }

  private static Constructor<?> constructor(Class<?> type, List<Class<?>> components) {
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(components.toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return canonical;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has this constructor", e);
    }
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
