package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.UnusableHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The catalogs of handlers that workflow files are held against where nothing of them is run:
/// those that the user names, or else that of each file's own project.
///
/// What the user names is all that there is, and a handler that is not in it an error. A host may
/// have more than the project whose build was found, so there it is a warning; and where no catalog
/// is found, nothing is known.
public final class Catalogs {
  /// The same code as that of a host, which has the last word.
  private static final String UNKNOWN_HANDLER = "FH001";

  private final List<Path> given;
  private final Map<Path, Optional<Path>> projects = new ConcurrentHashMap<>();
  private final Map<List<Path>, HandlerCatalog> loaded = new ConcurrentHashMap<>();

  public Catalogs(List<Path> given) {
    this.given = List.copyOf(given);
  }

  /// What a program calls and no catalog knows; `steps` are the places of its calls in `file`.
  public List<Diagnostic> unknown(Path file, Program program, Map<String, Span> steps) {
    List<Path> places =
        given.isEmpty()
            ? projects
                .computeIfAbsent(
                    file.toAbsolutePath().resolveSibling("."), _ -> HandlerPath.ofProject(file))
                .stream()
                .toList()
            : given;
    if (places.isEmpty()) {
      return List.of();
    }
    HandlerCatalog catalog = loaded.computeIfAbsent(places, Catalogs::load);
    List<Diagnostic> unknown = new ArrayList<>();
    for (HandlerCall call : program.calls()) {
      if (catalog.find(call.handler()).isEmpty()) {
        Span place = steps.getOrDefault(call.id(), Span.NONE);
        Diagnostic told = told(call.handler(), place);
        unknown.add(
            catalog
                .nearest(call.handler())
                .map(near -> told.hint("did you mean '" + near + "'?"))
                .orElse(told));
      }
    }
    return unknown;
  }

  private Diagnostic told(String handler, Span place) {
    return given.isEmpty()
        ? Diagnostic.warning(
            UNKNOWN_HANDLER, "this project has no handler '" + handler + "'", place)
        : Diagnostic.error(
            UNKNOWN_HANDLER, "there is no handler '" + handler + "' in --handlers", place);
  }

  private static HandlerCatalog load(List<Path> places) {
    URL[] urls = places.stream().map(Handlers::url).toArray(URL[]::new);
    try (URLClassLoader classes =
        new URLClassLoader("catalogs", urls, Catalogs.class.getClassLoader())) {
      return HandlerCatalog.load(classes);
    } catch (UnusableHandler e) {
      throw Problem.failure(
              "the catalog of handlers cannot be read: "
                  + Printable.line(String.valueOf(e.getMessage())))
          .stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
