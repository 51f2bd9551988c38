package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.processor.HandlerProcessor;
import java.io.File;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the pages of handlers show is what there is.
final class HandlerPagesTest {
  private static final Path DOCS = Markdown.root().resolve("docs");
  private static final Pattern CLASS = Pattern.compile("\\bclass (\\w+)");

  @TempDir Path output;

  @Test
  void theStandardLibraryIsDescribedAsItIs() throws Exception {
    List<HandlerCatalog.Entry> handlers =
        HandlerCatalog.load(HandlerPagesTest.class.getClassLoader()).entries().stream()
            .filter(entry -> entry.className().startsWith("dev.flowstone.stdlib."))
            .toList();
    assertFalse(handlers.isEmpty());
    String page =
        HandlerPage.of(
            "Handlers of the standard library",
            "Every host has these. This page is written from the handler catalog.",
            handlers);
    Path file = DOCS.resolve("handlers/stdlib.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(DOCS.resolve("handlers"));
      Files.writeString(file, page);
    }
    assertEquals(Files.readString(file), page);
  }

  @Test
  void theHandlersOfTheGuideCompileAndItsTestsPass() throws Exception {
    List<Markdown.Block> blocks = blocks("java");
    compile(blocks);
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {output.toUri().toURL()}, HandlerPagesTest.class.getClassLoader())) {
      HandlerRegistry found = HandlerRegistry.load(classes);
      for (String name : List.of("prices.convert", "seats.hold", "seats.let_go")) {
        assertEquals(name, found.find(name).orElseThrow().name());
      }
      assertEquals(2, runTests(classes.loadClass("shop.HoldSeatsTest")));
    }
  }

  @Test
  void theFlowsOfTheGuideHaveNothingToComplainOf() {
    for (Markdown.Block block : blocks("flow")) {
      var parsed = TextParser.parse(new SourceText(block.place(), block.text()));
      assertEquals(List.of(), parsed.diagnostics());
      var workflow = parsed.value().orElseThrow();
      Compilation compilation = Compiler.compile(workflow, Analysis.of(workflow));
      assertEquals(List.of(), compilation.diagnostics());
    }
  }

  private static List<Markdown.Block> blocks(String language) {
    List<Markdown.Block> blocks =
        Markdown.read(DOCS.resolve("handlers.md")).blocks().stream()
            .filter(block -> block.language().equals(language))
            .toList();
    assertFalse(blocks.isEmpty());
    return blocks;
  }

  private void compile(List<Markdown.Block> blocks) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      String classPath = System.getProperty("java.class.path") + File.pathSeparator + output;
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              new StringWriter(),
              files,
              diagnostics,
              List.of("-classpath", classPath),
              null,
              blocks.stream().map(Source::new).toList());
      task.setProcessors(List.of(new HandlerProcessor()));
      task.call();
    }
    assertEquals(
        List.of(),
        diagnostics.getDiagnostics().stream()
            .filter(each -> each.getKind() == javax.tools.Diagnostic.Kind.ERROR)
            .map(Object::toString)
            .toList());
  }

  private static int runTests(Class<?> type) throws Exception {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    int count = 0;
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        method.setAccessible(true);
        try {
          method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
          throw new AssertionError(method.getName(), e.getCause());
        }
        count++;
      }
    }
    return count;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Markdown.Block block) {
      super(URI.create("mem:///shop/" + name(block) + ".java"), Kind.SOURCE);
      this.text = block.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    private static String name(Markdown.Block block) {
      Matcher matcher = CLASS.matcher(block.text());
      if (!matcher.find()) {
        throw new IllegalStateException(block.place() + " has no class");
      }
      return matcher.group(1);
    }
  }
}
