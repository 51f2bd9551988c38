package dev.flowstone.cli.workspace;

import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.HandlerArguments;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.UnusableHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The catalogs of handlers that workflow files are held against where nothing of them is run:
/// those that the user names, or else that of each file's own project.
///
/// What the user names is all that there is, and what does not fit it is an error. A host may have
/// more than the project whose build was found, so there it is a warning, and nothing is said of a
/// handler that has been written since that build; where no catalog is found, nothing is known.
public final class Catalogs {
  /// The same code as that of a host, which has the last word.
  private static final String UNKNOWN_HANDLER = "FH001";

  private final List<Path> given;
  private final Map<Path, Optional<Path>> projects = new ConcurrentHashMap<>();
  private final Map<List<Path>, HandlerCatalog> loaded = new ConcurrentHashMap<>();

  private Catalogs(List<Path> given) {
    this.given = List.copyOf(given);
  }

  /// Those of `given`, which are read at once, so that what is wrong with one is told once.
  public static Catalogs of(Shell shell, List<Path> given) {
    Catalogs catalogs = new Catalogs(given);
    if (!given.isEmpty()) {
      given.stream().filter(HandlerPath::isCatalog).forEach(file -> readable(shell, file));
      try {
        catalogs.loaded.put(catalogs.given, load(catalogs.given));
      } catch (UnusableHandler e) {
        throw Problem.usage("--handlers: " + Printable.line(String.valueOf(e.getMessage()))).stop();
      }
    }
    return catalogs;
  }

  /// A catalog that is no JSON, or another, is told with its place.
  private static void readable(Shell shell, Path file) {
    String name = shell.shown(file);
    try {
      byte[] json = Files.readAllBytes(file);
      if (ValueJson.parse(json) instanceof ValueJson.Parsed.Malformed malformed) {
        String place = name + ":" + malformed.line() + ":" + malformed.column() + ": ";
        throw Problem.usage(
                "--handlers: " + Printable.line(place + "this is not JSON: " + malformed.message()))
            .stop();
      }
      HandlerCatalog.parse(json, name);
    } catch (UnusableHandler e) {
      throw Problem.usage("--handlers: " + Printable.line(String.valueOf(e.getMessage())))
          .next("a catalog is what the build leaves as " + HandlerPath.CATALOG)
          .stop();
    } catch (IOException e) {
      throw Problem.usage("--handlers: " + Printable.line(name) + ": " + IoText.of(e)).stop();
    }
  }

  /// What a program calls and no catalog knows, or knows with other arguments; `steps` are the
  /// places of its calls in `file`.
  public List<Diagnostic> unfit(Path file, Program program, Map<String, Span> steps) {
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
    HandlerCatalog catalog = loaded.computeIfAbsent(places, Catalogs::ofProject);
    List<Diagnostic> unfit = new ArrayList<>();
    for (HandlerCall call : program.calls()) {
      Span place = steps.getOrDefault(call.id(), Span.NONE);
      Optional<HandlerCatalog.Entry> entry = catalog.find(call.handler());
      if (entry.isPresent()) {
        HandlerArguments.misfits(call, entry.get()).stream()
            .map(misfit -> told(misfit, place))
            .forEach(unfit::add);
      } else if (!given.isEmpty() || !HandlerSources.have(places.getFirst(), call.handler())) {
        Diagnostic told = told(call.handler(), place);
        unfit.add(
            catalog
                .nearest(call.handler())
                .map(near -> told.hint("did you mean '" + near + "'?"))
                .orElse(told));
      }
    }
    return unfit;
  }

  private Diagnostic told(HandlerArguments.Misfit misfit, Span place) {
    Diagnostic told =
        given.isEmpty()
            ? Diagnostic.warning(HandlerArguments.CODE, misfit.message(), place)
            : Diagnostic.error(HandlerArguments.CODE, misfit.message(), place);
    return misfit.hint().map(told::hint).orElse(told);
  }

  private Diagnostic told(String handler, Span place) {
    return given.isEmpty()
        ? Diagnostic.warning(
            UNKNOWN_HANDLER, "this project has no handler '" + handler + "'", place)
        : Diagnostic.error(
            UNKNOWN_HANDLER, "there is no handler '" + handler + "' in --handlers", place);
  }

  private static HandlerCatalog ofProject(List<Path> places) {
    try {
      return load(places);
    } catch (UnusableHandler e) {
      throw Problem.failure(
              "the catalog of handlers cannot be read: "
                  + Printable.line(String.valueOf(e.getMessage())))
          .next("build the project again")
          .stop();
    }
  }

  /// Throws [UnusableHandler].
  private static HandlerCatalog load(List<Path> places) {
    List<HandlerCatalog.Entry> entries = new ArrayList<>();
    URL[] urls =
        places.stream()
            .filter(place -> !HandlerPath.isCatalog(place))
            .map(Handlers::url)
            .toArray(URL[]::new);
    try (URLClassLoader classes =
        new URLClassLoader("catalogs", urls, Catalogs.class.getClassLoader())) {
      entries.addAll(HandlerCatalog.load(classes).entries());
      for (Path place : places) {
        if (HandlerPath.isCatalog(place)) {
          String name = String.valueOf(place.getFileName());
          entries.addAll(HandlerCatalog.parse(Files.readAllBytes(place), name).entries());
        }
      }
      return HandlerCatalog.of(entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
