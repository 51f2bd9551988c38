package dev.flowstone.workflows.expenses;

import dev.flowstone.interpreter.handler.Default;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What an employee hands in after a journey.
public record Report(String reportId, Employee employee, String purpose, List<Expense> expenses) {

  public record Employee(String name, String email, String managerEmail) {}

  public enum Category {
    HOTEL,
    MEAL,
    TRAIN,
    TAXI,
    MILEAGE,
    OTHER
  }

  /// One expense. For `MILEAGE` the amount is in kilometres and the currency is left out; `units`
  /// counts the nights of a hotel and the people of a meal.
  public record Expense(
      LocalDate date,
      Category category,
      String description,
      BigDecimal amount,
      @Default("\"EUR\"") String currency,
      @Default("1") int units,
      Optional<String> receipt) {}
}
