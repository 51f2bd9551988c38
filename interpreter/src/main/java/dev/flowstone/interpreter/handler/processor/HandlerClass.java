package dev.flowstone.interpreter.handler.processor;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.BoundHandler;
import dev.flowstone.interpreter.handler.DeclaredError;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerName;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/// One class with [Handler], looked at in the compiler.
final class HandlerClass {
  private static final Pattern ERROR_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,99}");
  private static final Set<String> RESERVED =
      Set.of(BoundHandler.INVALID_INPUT, BoundHandler.INVALID_OUTPUT, BoundHandler.HANDLER_FAILED);
  private static final String ANY_ARGUMENTS = "dev.flowstone.grammar.value.Value.Fields";

  private final Elements elements;
  private final TypeElement type;
  private final String name;

  HandlerClass(Elements elements, TypeElement type) {
    this.elements = elements;
    this.type = type;
    this.name = type.getAnnotation(Handler.class).name();
  }

  /// Throws [Unfit].
  HandlerCatalog.Entry describe() {
    if (!HandlerName.isValid(name)) {
      throw new Unfit(type, "\"" + name + "\" is no handler name; " + HandlerName.RULE);
    }
    checkClass();
    DeclaredType contract = contract();
    String description = type.getAnnotation(Handler.class).description();
    return new HandlerCatalog.Entry(
        name,
        description.isEmpty() ? DocText.of(elements.getDocComment(type)).summary() : description,
        elements.getBinaryName(type).toString(),
        input(contract.getTypeArguments().get(0)),
        new Schemas(elements, Schemas.Direction.OUTPUT)
            .of(contract.getTypeArguments().get(1), type, "the output of " + name),
        errors());
  }

  private void checkClass() {
    if (type.getKind() != ElementKind.CLASS || type.getModifiers().contains(Modifier.ABSTRACT)) {
      throw new Unfit(type, "@Handler is for a class that can be made, not " + kind());
    }
    Element each = type;
    while (each != null && each.getKind().isDeclaredType()) {
      if (!each.getModifiers().contains(Modifier.PUBLIC)) {
        throw new Unfit(
            each, "handler " + name + ": class " + each.getSimpleName() + " must be public");
      }
      each = each.getEnclosingElement();
    }
    if (type.getNestingKind() != NestingKind.TOP_LEVEL
        && !type.getModifiers().contains(Modifier.STATIC)) {
      throw new Unfit(type, "handler " + name + ": an inner class must be static");
    }
    boolean constructible =
        ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .anyMatch(made ->
                made.getParameters().isEmpty() && made.getModifiers().contains(Modifier.PUBLIC));
    if (!constructible) {
      throw new Unfit(
          type, "handler " + name + ": its class needs a public constructor without parameters");
    }
  }

  private String kind() {
    return switch (type.getKind()) {
      case INTERFACE -> "an interface";
      case RECORD -> "a record";
      case ENUM -> "an enum";
      case ANNOTATION_TYPE -> "an annotation";
      default -> "an abstract class";
    };
  }

  private DeclaredType contract() {
    for (TypeMirror implemented : type.getInterfaces()) {
      DeclaredType declared = (DeclaredType) implemented;
      TypeElement element = (TypeElement) declared.asElement();
      if (element.getQualifiedName().contentEquals(StepHandler.class.getName())) {
        if (declared.getTypeArguments().size() == 2) {
          return declared;
        }
        throw new Unfit(
            type,
            "handler "
                + name
                + ": a raw StepHandler has no types; write StepHandler<INPUT, OUTPUT>");
      }
    }
    throw new Unfit(
        type, "handler " + name + ": its class must itself implement StepHandler<INPUT, OUTPUT>");
  }

  private Value.Fields input(TypeMirror input) {
    if (input.getKind() == TypeKind.DECLARED) {
      TypeElement element = (TypeElement) ((DeclaredType) input).asElement();
      if (element.getKind() == ElementKind.RECORD
          || element.getQualifiedName().contentEquals(ANY_ARGUMENTS)) {
        return new Schemas(elements, Schemas.Direction.INPUT)
            .of(input, type, "the input of " + name);
      }
    }
    throw new Unfit(
        type,
        "handler "
            + name
            + ": its input must be a record, whose components are the arguments, not "
            + Schemas.simple(input));
  }

  private List<DeclaredError> errors() {
    List<DeclaredError> errors = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Raises raises : type.getAnnotationsByType(Raises.class)) {
      if (!ERROR_NAME.matcher(raises.name()).matches()) {
        throw new Unfit(
            type,
            "handler "
                + name
                + ": \""
                + raises.name()
                + "\" is no error name; it must be letters and digits and begin with a capital,"
                + " such as CardDeclined");
      }
      if (RESERVED.contains(raises.name())) {
        throw new Unfit(
            type, "handler " + name + ": the error name " + raises.name() + " is the engine's own");
      }
      if (!seen.add(raises.name())) {
        throw new Unfit(
            type, "handler " + name + ": the error " + raises.name() + " is declared twice");
      }
      errors.add(new DeclaredError(raises.name(), raises.permanent(), raises.description()));
    }
    return errors;
  }
}
