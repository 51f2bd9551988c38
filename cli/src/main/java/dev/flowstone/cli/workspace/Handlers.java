package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.UnusableHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The handlers that are at hand: those on `flow`'s own class path and those of the user's.
public final class Handlers implements AutoCloseable {
  private final List<Path> classPath;
  private final URLClassLoader classes;
  private final HandlerRegistry registry;

  private Handlers(List<Path> classPath, URLClassLoader classes, HandlerRegistry registry) {
    this.classPath = List.copyOf(classPath);
    this.classes = classes;
    this.registry = registry;
  }

  /// Loads them; entries that are no longer there are passed over.
  public static Handlers load(List<Path> classPath) {
    URL[] urls = classPath.stream().filter(Files::exists).map(Handlers::url).toArray(URL[]::new);
    URLClassLoader classes = new URLClassLoader("handlers", urls, Handlers.class.getClassLoader());
    try {
      return new Handlers(classPath, classes, HandlerRegistry.load(classes));
    } catch (UnusableHandler e) {
      Problem problem =
          Problem.failure(
              "the handlers cannot be used: " + Printable.line(String.valueOf(e.getMessage())));
      for (Path entry : classPath) {
        problem = problem.detail("from " + entry);
      }
      throw problem.next("say with --handlers where the right ones are").stop();
    }
  }

  static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HandlerRegistry registry() {
    return registry;
  }

  /// Where they were looked for, beside `flow`'s own class path.
  public List<Path> classPath() {
    return classPath;
  }

  @Override
  public void close() {
    try {
      classes.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
