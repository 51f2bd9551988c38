package dev.flowstone.grammar.format;

import java.math.BigDecimal;

/// Writes numbers that the tree holds by value.
final class Numbers {

  private Numbers() {}

  /// Without exponent, and without a fraction where there is none.
  static String text(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
  }
}
