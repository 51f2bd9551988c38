package dev.flowstone.interpreter.handler.processor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// Compiles sources that are given as text, with the handler processor, into a folder.
record InMemoryCompiler(Path output) {
  private static final Pattern TYPE = Pattern.compile("\\bclass (\\w+)");

  record Result(boolean success, List<String> errors) {}

  /// Each source is of one top-level type, in the package `shop`.
  Result compile(String... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      List<JavaFileObject> units = new ArrayList<>();
      for (String source : sources) {
        units.add(new Source(source));
      }
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              new StringWriter(),
              files,
              diagnostics,
              List.of(
                  "-classpath",
                  System.getProperty("java.class.path")
                      + System.getProperty("path.separator")
                      + output,
                  "-Xlint:-options"),
              null,
              units);
      task.setProcessors(List.of(new HandlerProcessor()));
      boolean success = task.call();
      List<String> errors =
          diagnostics.getDiagnostics().stream()
              .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
              .map(each -> each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
              .toList();
      return new Result(success, errors);
    }
  }

  String written(String path) throws IOException {
    Path file = output.resolve(path);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static final class Source extends SimpleJavaFileObject {
    private static final String HEADER =
        "package shop; import java.util.*; import java.time.*; import java.math.*; import"
            + " dev.flowstone.interpreter.handler.*; import dev.flowstone.grammar.value.Value;"
            + " import org.jspecify.annotations.Nullable;\n";

    private final String text;

    Source(String text) {
      super(URI.create("mem:///shop/" + nameOf(text) + ".java"), Kind.SOURCE);
      this.text = HEADER + text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public OutputStream openOutputStream() {
      throw new UnsupportedOperationException();
    }

    private static String nameOf(String text) {
      Matcher matcher = TYPE.matcher(text);
      if (!matcher.find()) {
        throw new IllegalArgumentException("no type in: " + text);
      }
      return matcher.group(1);
    }
  }
}
