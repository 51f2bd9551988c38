package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PlainSwitchesTest {
  sealed interface Shape {
    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Pair(Shape left, Shape right) implements Shape {}
  }

  /// Guards begin the search again behind the label that did not fit.
  public static final class Told implements Function<@Nullable Object, String> {
    @Override
    public String apply(@Nullable Object given) {
      return switch (given) {
        case null -> "nothing";
        case Shape.Circle circle when circle.radius() > 10 -> "large";
        case Shape.Circle(int radius) -> "circle " + radius;
        case Shape.Square square -> "square " + square.side();
        case Shape.Pair(Shape.Circle _, Shape.Square _) -> "round and square";
        case Shape.Pair(Shape left, Shape right) -> apply(left) + ", " + apply(right);
        case CharSequence text -> "text " + text;
        default -> "else";
      };
    }
  }

  @Test
  void aRewrittenSwitchTellsTheSame() throws Exception {
    byte[] rewritten = rewritten();
    Function<@Nullable Object, String> plain = loaded(rewritten);
    Shape small = new Shape.Circle(1);
    Shape square = new Shape.Square(2);
    List<@Nullable Object> asked = new ArrayList<>();
    asked.add(null);
    asked.addAll(
        List.of(small, square, new Shape.Circle(11), new Shape.Pair(small, square), "a", 1));
    asked.add(new Shape.Pair(square, small));

    Told told = new Told();
    assertEquals(asked.stream().map(told).toList(), asked.stream().map(plain).toList());
    assertTrue(isLinkedLater(original()), "the compiler makes one to be linked");
    assertFalse(isLinkedLater(rewritten), "nothing is left to be linked");
  }

  @Test
  void aClassWithoutSwitchesStaysAsItIs() throws IOException {
    byte[] content = bytes(Shape.class);
    assertEquals(content, new PlainSwitches(Shape.class.getClassLoader()).rewritten(content));
  }

  private static byte[] original() throws IOException {
    return bytes(Told.class);
  }

  private static byte[] rewritten() throws IOException {
    return new PlainSwitches(Told.class.getClassLoader()).rewritten(original());
  }

  private static boolean isLinkedLater(byte[] content) {
    return ClassFile.of().parse(content).methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(element ->
            element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod().methodName().equals("typeSwitch"));
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(file))) {
      return in.readAllBytes();
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<@Nullable Object, String> loaded(byte[] content) throws Exception {
    var lookup = java.lang.invoke.MethodHandles.lookup().defineHiddenClass(content, true);
    return (Function<@Nullable Object, String>)
        lookup.lookupClass().getDeclaredConstructor().newInstance();
  }
}
