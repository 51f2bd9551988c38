package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.source.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// The handlers of a host, by name. There is no scanning: they are listed, or found as services.
public final class HandlerRegistry {
  private final Map<String, BoundHandler> byName;

  private HandlerRegistry(Collection<BoundHandler> handlers) {
    this.byName = new TreeMap<>();
    for (BoundHandler handler : handlers) {
      BoundHandler other = byName.put(handler.name(), handler);
      if (other != null && !other.className().equals(handler.className())) {
        throw new UnusableHandler(
            "two handlers are called \""
                + handler.name()
                + "\": "
                + other.className()
                + " and "
                + handler.className());
      }
    }
  }

  /// Throws [UnusableHandler] where one lacks a name or two share one.
  public static HandlerRegistry of(Collection<? extends StepHandler<?, ?>> handlers) {
    return new HandlerRegistry(
        handlers.stream()
            .map(handler -> BoundHandler.of(handler.getClass(), () -> handler))
            .toList());
  }

  public static HandlerRegistry of(StepHandler<?, ?>... handlers) {
    return of(Arrays.asList(handlers));
  }

  /// Those that the class path offers as services, which the annotation processor lists at compile
  /// time. No handler is made before it is called.
  public static HandlerRegistry load(ClassLoader classes) {
    try {
      return new HandlerRegistry(
          ServiceLoader.load(StepHandler.class, classes).stream()
              .map(HandlerRegistry::offered)
              .toList());
    } catch (ServiceConfigurationError e) {
      throw new UnusableHandler(
          "the handlers of the class path cannot be loaded: " + e.getMessage());
    }
  }

  @SuppressWarnings("rawtypes")
  private static BoundHandler offered(ServiceLoader.Provider<StepHandler> provider) {
    return BoundHandler.of(provider.type(), () -> (StepHandler<?, ?>) provider.get());
  }

  /// These and others; the same class in both counts once.
  public HandlerRegistry with(HandlerRegistry others) {
    List<BoundHandler> all = new java.util.ArrayList<>(byName.values());
    all.addAll(others.byName.values());
    return new HandlerRegistry(all);
  }

  public Optional<BoundHandler> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The known name that `name` was probably meant to be.
  public Optional<String> nearest(String name) {
    return Nearest.of(name, byName.keySet());
  }

  /// In the order of their names.
  public Collection<BoundHandler> all() {
    return byName.values();
  }
}
