package dev.flowstone.interpreter.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flowstone.grammar.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerCatalogTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          []                            | a.jar is no handler catalog of format 1
          {"format": 2, "handlers": []} | a.jar is no handler catalog of format 1
          {"format": 1}                 | a.jar: "handlers" is missing
          {"format": 1, "handlers": [7]} | a.jar: a handler, its schemas and its errors must be maps
          {"format": 1, "handlers": [{"name": 1}]} | a.jar: "name" must be a string
          """)
  void aFileThatIsNoCatalogIsNamed(String json, String told) {
    UnusableHandler refused =
        assertThrows(
            UnusableHandler.class,
            () -> HandlerCatalog.parse(json.getBytes(StandardCharsets.UTF_8), "a.jar"));
    assertEquals(told, refused.getMessage());
  }

  @Test
  void severalCatalogsInAFileAreOne() {
    String one = catalog("cards.charge");
    String other = catalog("mail.send");

    HandlerCatalog both =
        HandlerCatalog.parse((one + "\n" + other).getBytes(StandardCharsets.UTF_8), "merged");

    assertEquals(
        List.of("cards.charge", "mail.send"),
        both.entries().stream().map(HandlerCatalog.Entry::name).toList());
  }

  private static String catalog(String name) {
    Value.Fields anything = Value.Fields.EMPTY;
    return HandlerCatalog.of(
            List.of(
                new HandlerCatalog.Entry(name, "", "shop." + name, anything, anything, List.of())))
        .toJson();
  }
}
