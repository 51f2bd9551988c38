package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AccessorNamingStrategy;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tells Jackson that only the components of records are fields of a value: what the catalog says
/// is what leaves.
///
/// Without it every method `getX` of a record, and of any other class, would be written too.
final class ComponentNaming extends AccessorNamingStrategy.Base {

  private static final long serialVersionUID = 1L;

  static final class Provider extends AccessorNamingStrategy.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public AccessorNamingStrategy forPOJO(MapperConfig<?> config, AnnotatedClass type) {
      return new ComponentNaming();
    }

    @Override
    public AccessorNamingStrategy forRecord(MapperConfig<?> config, AnnotatedClass type) {
      RecordComponent[] components = type.getRawType().getRecordComponents();
      return new ComponentNaming(
          Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
    }

    @Override
    public AccessorNamingStrategy forBuilder(
        MapperConfig<?> config, AnnotatedClass builder, BeanDescription type) {
      return new ComponentNaming();
    }
  }

  private final String[] components;

  private ComponentNaming(String... components) {
    this.components = components;
  }

  @Override
  public @Nullable String findNameForRegularGetter(AnnotatedMethod method, String name) {
    return Arrays.asList(components).contains(name) ? name : null;
  }
}
