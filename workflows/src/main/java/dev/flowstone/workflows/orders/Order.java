package dev.flowstone.workflows.orders;

import java.math.BigDecimal;
import java.util.List;

/// An order as it comes in from the shop. Its total is what the customer was shown.
public record Order(
    String orderId,
    Customer customer,
    Address shipTo,
    String currency,
    List<Item> items,
    BigDecimal total,
    String cardToken) {

  public record Customer(String name, String email) {}

  /// `country` is a code of two letters.
  public record Address(String name, String street, String postcode, String city, String country) {}

  public record Item(String sku, int quantity, BigDecimal unitPrice) {}
}
