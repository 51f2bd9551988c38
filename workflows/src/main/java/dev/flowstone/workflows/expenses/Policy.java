package dev.flowstone.workflows.expenses;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/// What the company pays for. Amounts are in euros.
final class Policy {
  static final BigDecimal RECEIPT_FROM = new BigDecimal("25");
  static final BigDecimal APPROVAL_FROM = new BigDecimal("250");
  static final BigDecimal PER_KILOMETRE = new BigDecimal("0.30");

  private static final Map<Report.Category, BigDecimal> LIMIT_PER_UNIT =
      Map.of(
          Report.Category.HOTEL, new BigDecimal("180"),
          Report.Category.MEAL, new BigDecimal("45"),
          Report.Category.TAXI, new BigDecimal("60"));

  /// Euros for one unit of a currency, fixed for the quarter by the accountants.
  private static final Map<String, BigDecimal> RATES =
      Map.of(
          "EUR", BigDecimal.ONE,
          "USD", new BigDecimal("0.9132"),
          "GBP", new BigDecimal("1.1745"),
          "CHF", new BigDecimal("1.0628"),
          "SEK", new BigDecimal("0.0884"));

  private Policy() {}

  static Optional<BigDecimal> inEuros(Report.Expense expense) {
    BigDecimal rate =
        expense.category() == Report.Category.MILEAGE
            ? PER_KILOMETRE
            : RATES.get(expense.currency());
    return Optional.ofNullable(rate)
        .map(each -> expense.amount().multiply(each).setScale(2, RoundingMode.HALF_UP));
  }

  static Optional<BigDecimal> limit(Report.Expense expense) {
    return Optional.ofNullable(LIMIT_PER_UNIT.get(expense.category()))
        .map(each ->
            each.multiply(BigDecimal.valueOf(expense.units())).setScale(2, RoundingMode.HALF_UP));
  }
}
