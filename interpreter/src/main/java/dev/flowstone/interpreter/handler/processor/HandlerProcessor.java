package dev.flowstone.interpreter.handler.processor;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.UnusableHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/// Runs in the compiler: checks every class with [Handler] and writes the catalog and the services
/// file of its jar.
///
/// Both name all handlers of a module, so that it is an aggregating processor; where only some
/// files are compiled, the handlers of the others are kept from what was written before.
public final class HandlerProcessor extends AbstractProcessor {
  private static final String SERVICES = "META-INF/services/" + StepHandler.class.getName();

  private final Map<String, HandlerCatalog.Entry> byClass = new TreeMap<>();
  private final List<Element> origins = new ArrayList<>();
  private boolean failed;

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Handler.class.getName());
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (Element element : round.getElementsAnnotatedWith(Handler.class)) {
      look(element);
    }
    if (round.processingOver() && !failed && !byClass.isEmpty()) {
      write();
    }
    return false;
  }

  private void look(Element element) {
    try {
      HandlerCatalog.Entry entry =
          new HandlerClass(processingEnv.getElementUtils(), (TypeElement) element).describe();
      byClass.values().stream()
          .filter(other -> other.name().equals(entry.name()))
          .findFirst()
          .ifPresent(other -> {
            throw new Unfit(
                element,
                "two handlers are called \""
                    + entry.name()
                    + "\": this one and "
                    + other.className());
          });
      byClass.put(entry.className(), entry);
      origins.add(element);
    } catch (Unfit unfit) {
      failed = true;
      processingEnv.getMessager().printMessage(Kind.ERROR, unfit.text(), unfit.place());
    }
  }

  private void write() {
    keepEarlier();
    try {
      HandlerCatalog catalog = HandlerCatalog.of(byClass.values());
      writeFile(HandlerCatalog.RESOURCE, catalog.toJson());
      writeFile(SERVICES, byClass.keySet().stream().collect(Collectors.joining("\n", "", "\n")));
    } catch (UnusableHandler e) {
      processingEnv.getMessager().printMessage(Kind.ERROR, e.getMessage());
    } catch (IOException e) {
      processingEnv
          .getMessager()
          .printMessage(Kind.ERROR, "the handler catalog cannot be written: " + e.getMessage());
    }
  }

  private void writeFile(String path, String text) throws IOException {
    FileObject file =
        processingEnv
            .getFiler()
            .createResource(
                StandardLocation.CLASS_OUTPUT, "", path, origins.toArray(Element[]::new));
    try (Writer out = file.openWriter()) {
      out.write(text);
    }
  }

  /// An entry of an earlier compilation stays while its class is there and still a handler.
  private void keepEarlier() {
    for (HandlerCatalog.Entry entry : earlier()) {
      boolean stays =
          Optional.ofNullable(
                  processingEnv
                      .getElementUtils()
                      .getTypeElement(entry.className().replace('$', '.')))
              .map(type -> type.getAnnotation(Handler.class))
              .filter(handler -> handler.name().equals(entry.name()))
              .isPresent();
      if (stays) {
        byClass.putIfAbsent(entry.className(), entry);
      }
    }
  }

  private List<HandlerCatalog.Entry> earlier() {
    try {
      FileObject file =
          processingEnv
              .getFiler()
              .getResource(StandardLocation.CLASS_OUTPUT, "", HandlerCatalog.RESOURCE);
      try (InputStream in = file.openInputStream()) {
        byte[] json = in.readAllBytes();
        return List.copyOf(HandlerCatalog.parse(json, HandlerCatalog.RESOURCE).entries());
      }
    } catch (IOException | UnusableHandler _) {
      return List.of();
    }
  }
}
