package dev.flowstone.stdlib;

import dev.flowstone.interpreter.handler.HandlerRegistry;

/// The standard library: every handler of it, listed.
public final class StandardHandlers {

  private StandardHandlers() {}

  public static HandlerRegistry registry() {
    return HandlerRegistry.of(new AssertThat(), new HttpCall(), new LogInfo());
  }
}
