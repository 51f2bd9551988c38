package dev.flowstone.interpreter.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNameTest {

  @ParameterizedTest
  @CsvSource({
    "orderId, order_id",
    "sku, sku",
    "replyURL, reply_url",
    "URL, url",
    "httpURLPath, http_url_path",
    "order_id, order_id",
    "line2Total, line2_total",
    "a, a",
  })
  void aComponentIsCalledInSnakeCase(String component, String field) {
    assertEquals(field, FieldName.of(component));
  }
}
