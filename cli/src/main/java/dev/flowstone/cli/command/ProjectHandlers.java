package dev.flowstone.cli.command;

import dev.flowstone.cli.workspace.HandlerPath;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The handlers for workflows of several projects: those of `--handlers`, or of the project that a
/// workflow lies in; each class path is loaded once.
final class ProjectHandlers implements AutoCloseable {
  private final List<Path> given;
  private final Map<List<Path>, Handlers> loaded = new HashMap<>();

  ProjectHandlers(Context context) {
    this.given = HandlerPath.given(context.shell(), context.options().handlers);
  }

  HandlerRegistry of(Path workflow) {
    List<Path> classPath =
        given.isEmpty() ? HandlerPath.ofProject(workflow).stream().toList() : given;
    return loaded.computeIfAbsent(classPath, Handlers::load).registry();
  }

  @Override
  public void close() {
    loaded.values().forEach(Handlers::close);
  }
}
