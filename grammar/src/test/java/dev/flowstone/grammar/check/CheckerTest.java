package dev.flowstone.grammar.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Type.Simple;
import dev.flowstone.grammar.type.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckerTest {

  private static final Type ITEM =
      record("sku", Simple.STRING, "count", Simple.INT, "note?", Simple.STRING);
  private static final Type ORDER =
      record(
          "id",
          Simple.STRING,
          "amount",
          Simple.NUMBER,
          "items",
          new Type.ListOf(ITEM),
          "coupon",
          new Type.Nullable(record("code", Simple.STRING)),
          "gift?",
          new Type.Nullable(Simple.STRING));

  private static final Scope SCOPE =
      Scope.of(
          Map.of(
              "order",
              ORDER,
              "approval",
              new Type.Nullable(
                  record("approved", Simple.BOOL, "reason", new Type.Nullable(Simple.STRING))),
              "n",
              Simple.INT,
              "any",
              Simple.ANY,
              "at",
              Simple.TIMESTAMP,
              "names",
              new Type.MapOf(Simple.STRING, Simple.INT)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n + 1                                  | int",
        "n + 1.5                                | double",
        "order.amount * n                       | number",
        "order.amount * 1.5                     | double",
        "any + 1                                | number",
        "any + any                              | any",
        "at + 30s                               | timestamp",
        "at - at                                | duration",
        "[1, 2] + [3]                           | [int]",
        "[1, 'a']                               | [any]",
        "[]                                     | [any]",
        "{}                                     | {any}",
        "{a: 1, b: ['x']}                       | {a: int, b: [string]}",
        "{(order.id): 1}                        | {int}",
        "{a: 1}.merge({b: 'x'})                 | {any}",
        "order.items.map(i, i.sku)              | [string]",
        "order.items.filter(i, i.count > 1)     | [{sku: string, count: int, note?: string}]",
        "names.map(k, k)                        | [string]",
        "names.transformMap(k, v, string(v))    | {string}",
        "order.items.sortBy(i, i.count)[0].sku  | string",
        "[[1], [2]].flatten()                   | [int]",
        "order.items.first().orValue(null)      | {sku: string, count: int, note?: string}?",
        "order.items[0].?note.orValue('none')   | string",
        "n > 1 ? 'a' : null                     | string?",
        "math.greatest(n, 2)                    | int",
        "math.greatest(n, 2.5)                  | number",
        "math.ceil(order.amount)                | double",
        "\"total ${order.amount}\"              | string",
        "any.whatever[0]                        | any",
        "has(order.gift) && n in [1, 2]         | bool",
        "cel.bind(x, order.id, x + x)           | string",
        "order.coupon != null ? order.coupon.code : '' | string"
      })
  void everyExpressionHasItsType(String text, String type) {
    Checked checked = check(text);
    assertEquals("", told(checked));
    assertEquals(type, Types.describe(checked.type()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ordr.id             | FL103 there is no 'ordr' here; did you mean 'order'?",
        "order.ammount       | FL104 there is no field 'ammount'; did you mean 'amount'?",
        "order['amont']      | FL104 there is no field 'amont'; did you mean 'amount'?",
        "order.items.sku     | FL104 a value of type [{sku: string, count: int, note?: string}] has"
            + " no fields; take an element first: [0], or use a macro such as .map(x, …)",
        "n.size              | FL104 a value of type int has no fields; to call it, write .size(…)",
        "n + 'a'             | FL105 '+' cannot take int and string; put values into text with \"…"
            + " ${value} …\"",
        "n == 'a'            | FL105 a value of type int never equals one of type string",
        "order < order       | FL105 '<' cannot compare {id: string, amount: number, items: [{sku:"
            + " string, count: int, note?: string}], … with {id: string, amount: number, items:"
            + " [{sku: string, count: int, note?: string}], …",
        "n && true           | FL105 expected bool, saw int",
        "'a' in 'abc'        | FL105 after 'in' comes a list or a map, saw string; for a part of a"
            + " text, use .contains(…)",
        "1 in ['a']          | FL105 a value of type int is never in a list of string",
        "order.id[0]         | FL105 a value of type string has no index; for a character, use"
            + " .charAt(…)",
        "len(order.items)    | FL131 there is no function 'len'; use size(…)",
        "order.id.startWith('a') | FL131 there is no function 'startWith'; did you mean"
            + " 'startsWith'?",
        "now()               | FL131 there is no function 'now'; an expression has no clock: use"
            + " run.time, or a step",
        "math.cel(1.5)       | FL131 there is no function 'math.cel'; did you mean 'math.ceil'?",
        "contains('a', 'b')  | FL131 there is no function 'contains'; it is a method:"
            + " value.contains(…)",
        "order.id.replace('a') | FL132 'replace' takes (string, string) or (string, string, int),"
            + " not 1 argument",
        "order.id.startsWith(n) | FL105 'startsWith' takes (string), saw (int)",
        "n.startsWith('a')   | FL105 a value of type int has no .startsWith(…)",
        "math.ceil(n)        | FL105 'math.ceil' takes (double), saw (int)",
        "approval.approved   | FL133 'approval' may be null here; ask first: approval != null",
        "order.coupon.code   | FL133 'order.coupon' may be null here; ask first: order.coupon !="
            + " null",
        "\"${approval}\"     | FL133 'approval' may be null here; ask first: approval != null/FL105"
            + " a value of type {approved: bool, reason: string?} has no text",
        "order.items[0].note | FL134 the field 'note' may be missing; ask first with has(…), or use"
            + " .?note.orValue(…)",
        "9223372036854775808 | FL135 the integer 9223372036854775808 does not fit 64 bits",
        "has(n)              | FL136 has(…) asks for a field, as in has(order.note)",
        "order.items.map(1, 2) | FL136 'map' needs the name of a variable here, as in .map(x, …)",
        "order.?gift         | FL137 this is an optional, not a value; add .orValue(…)",
        "order.?id + 'a'     | FL137 this is an optional, not a value; add .orValue(…)",
        "{a: 1, 'a': 2}      | FL139 this key is there twice",
        "{(1.5): 1}          | FL105 a key is a string, an int or a bool, saw double"
      })
  void mistakesAreToldWithTheMend(String text, String expected) {
    assertEquals(expected, told(check(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "approval != null && approval.approved",
        "approval == null || approval.approved",
        "null != approval ? approval.approved : false",
        "!(approval == null) && approval.approved",
        "approval != null && approval.reason != null && approval.reason.startsWith('a')",
        "approval != null && approval.reason == 'late' ? approval.reason.size() > 1 : false",
        "order.items.filter(i, has(i.note) && i.note == 'x').size() == 0",
        "order.items.map(i, has(i.note), i.note).size() == 0",
        "has(order.gift) && order.gift != null && order.gift.size() > 1"
      })
  void aNullThatWasAskedForIsNoMistake(String text) {
    assertEquals("", told(check(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '~',
      value = {
        "approval != null || approval.approved @ FL133 'approval' may be null here; ask first:"
            + " approval != null",
        "approval == null && approval.approved @ FL133 'approval' may be null here; ask first:"
            + " approval != null",
        "approval != null ? true : approval.approved @ FL133 'approval' may be null here; ask"
            + " first: approval != null"
      })
  void askingTheOtherWayRoundDoesNotHelp(String text, String expected) {
    assertEquals(expected, told(check(text)));
  }

  @Test
  void aConditionTellsItsFacts() {
    Facts facts = check("approval != null && has(order.gift)").facts();
    assertEquals(Set.of("approval", "?order.gift"), facts.whenTrue());
    assertEquals(Set.of(), facts.whenFalse());
    assertEquals(
        "", told(Checker.check(parse("approval.approved"), SCOPE.assuming(facts.whenTrue()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{sku: 'a', count: 1}              | ~~",
        "{sku: 'a', count: 1, note: 'x'}   | ~~",
        "{sku: 'a'}                        | FL138 the field 'count' is missing: it is of type int",
        "{sku: 'a', cuont: 1, count: 2}    | FL104 there is no field 'cuont' in what is expected"
            + " here; did you mean 'count'?",
        "{sku: 1, count: 1}                | FL105 expected string, saw int",
        "order.items[0]                    | ~~",
        "order                             | FL105 expected {sku: string, count: int, note?:"
            + " string}, saw {id: string, amount: number, items: [{sku: string, count: int, note?:"
            + " string}], …",
        "n > 1 ? {sku: 'a', count: 1} : {sku: 'b'} | FL138 the field 'count' is missing: it is of"
            + " type int",
        "any                               | ~~",
        "n > 1 ? order.items[0] : null     | FL105 expected {sku: string, count: int, note?:"
            + " string}, saw null",
        "order.items.first()               | FL137 this is an optional, not a value; add"
            + " .orValue(…)"
      })
  void aValueIsHeldAgainstWhatIsExpected(String text, String expected) {
    Checked checked = Checker.check(parse(text), SCOPE, ITEM);
    assertEquals(expected == null ? "" : expected, told(checked));
  }

  @Test
  void everySignatureNamesItsFunctionOnce() {
    List<String> lines = Functions.lines();
    assertEquals(lines.size(), lines.stream().distinct().count());
  }

  private static Checked check(String text) {
    return Checker.check(parse(text), SCOPE);
  }

  private static Expr parse(String text) {
    var parsed = TextParser.expression(Fragment.of(new SourceText("test", text)));
    return parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics()));
  }

  private static String told(Checked checked) {
    return checked.diagnostics().stream().map(CheckerTest::told).collect(Collectors.joining("/"));
  }

  private static String told(Diagnostic diagnostic) {
    return diagnostic.code()
        + " "
        + diagnostic.message()
        + diagnostic.hint().map(hint -> "; " + hint).orElse("");
  }

  /// Name and type by turns; a name that ends in `?` is optional.
  private static Type record(Object... parts) {
    Map<String, Type.Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      String name = (String) parts[i];
      boolean optional = name.endsWith("?");
      fields.put(
          optional ? name.substring(0, name.length() - 1) : name,
          new Type.Field((Type) parts[i + 1], optional));
    }
    return new Type.Record(fields);
  }
}
