package dev.flowstone.interpreter.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DifferencesTest {

  private static List<String> differences(String expected, String actual, boolean includes) {
    return ValueDiff.of(FlowTester.json(expected), FlowTester.json(actual), includes).stream()
        .map(each -> each.path() + " " + json(each.expected()) + " " + json(each.actual()))
        .toList();
  }

  private static String json(Optional<Value> value) {
    return value.map(it -> ((ValueJson.Rendered.Ok) ValueJson.render(it)).json()).orElse("nothing");
  }

  @Test
  void valuesAreComparedAsTheLanguageDoes() {
    assertEquals(List.of(), differences("{\"a\":1,\"b\":[2.0]}", "{\"b\":[2],\"a\":1.0}", false));
    assertEquals(List.of(" 1 \"1\""), differences("1", "\"1\"", false));
  }

  @Test
  void everyPlaceIsTold() {
    assertEquals(
        List.of(".a.b[1] 2 3", ".a.b[2] nothing 4", ".c 5 nothing", ".d nothing null"),
        differences("{\"a\":{\"b\":[1,2]},\"c\":5}", "{\"a\":{\"b\":[1,3,4]},\"d\":null}", false));
  }

  @Test
  void whatIsIncludedMayHaveMoreFieldsAndNoMoreItems() {
    assertEquals(List.of(), differences("{\"a\":{\"b\":1}}", "{\"a\":{\"b\":1,\"c\":2}}", true));
    assertEquals(List.of("[1] nothing 2"), differences("[1]", "[1,2]", true));
    assertEquals(List.of(".a null nothing"), differences("{\"a\":null}", "{}", true));
  }

  private static String sequence(List<String> expected, List<String> actual) {
    StringBuilder out = new StringBuilder();
    for (SequenceDiff.Entry entry : SequenceDiff.of(expected, actual, "..")) {
      out.append(
          switch (entry.kind()) {
            case SAME -> " ";
            case MISSING -> "-";
            case UNEXPECTED -> "+";
            case OTHERS -> ".";
          });
      out.append(entry.name());
    }
    return out.toString();
  }

  @Test
  void listsAreComparedWithTheFewestChanges() {
    assertEquals(" a b", sequence(List.of("a", "b"), List.of("a", "b")));
    assertEquals(" a-b c+d", sequence(List.of("a", "b", "c"), List.of("a", "c", "d")));
    assertEquals("+a", sequence(List.of(), List.of("a")));
    assertEquals("-a+b", sequence(List.of("a"), List.of("b")));
  }

  @Test
  void gapsTakeAnyNumberOfNames() {
    assertEquals(".x.y b", sequence(List.of("..", "b"), List.of("x", "y", "b")));
    assertEquals(" a", sequence(List.of("a", ".."), List.of("a")));
    assertEquals(" a.x a", sequence(List.of("a", "..", "a"), List.of("a", "x", "a")));
    assertEquals(".x-b", sequence(List.of("..", "b"), List.of("x")));
  }
}
