package dev.flowstone.interpreter.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
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
}
