package dev.flowstone.workflows.expenses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.workflows.WorkFolderExtension;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WorkFolderExtension.class)
class ExpenseHandlersTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 9, 14);

  @Test
  void aSmallReportWithinThePolicyNeedsNobody() {
    ValidateReport.Assessment assessment =
        validate(expense(Report.Category.TRAIN, "120.00", "EUR", 1, "R-1"));
    assertEquals(new BigDecimal("120.00"), assessment.payable());
    assertFalse(assessment.needsApproval());
  }

  @Test
  void foreignMoneyAndKilometresBecomeEuros() {
    ValidateReport.Assessment assessment =
        validate(
            expense(Report.Category.TRAIN, "100", "SEK", 1, "R-1"),
            expense(Report.Category.MILEAGE, "34.5", "EUR", 1, null));
    assertEquals(
        List.of(new BigDecimal("8.84"), new BigDecimal("10.35")),
        assessment.lines().stream().map(ValidateReport.Line::payable).toList());
    assertEquals(new BigDecimal("19.19"), assessment.payable());
  }

  @Test
  void whatIsOverALimitIsCutAndLookedAt() {
    ValidateReport.Assessment assessment =
        validate(expense(Report.Category.MEAL, "150", "EUR", 3, "R-1"));
    assertEquals(new BigDecimal("150.00"), assessment.claimed());
    assertEquals(new BigDecimal("135.00"), assessment.payable());
    assertEquals(
        Optional.of("over the limit of 135.00 EUR"), assessment.lines().getFirst().remark());
    assertTrue(assessment.needsApproval());
  }

  @Test
  void allProblemsOfAReportAreToldAtOnce() {
    Report.Expense late =
        new Report.Expense(
            MONDAY.plusDays(100),
            Report.Category.OTHER,
            "Book",
            new BigDecimal("-3"),
            "EUR",
            1,
            Optional.empty());
    PermanentError error =
        assertThrows(
            PermanentError.class,
            () ->
                validate(
                    expense(Report.Category.HOTEL, "90", "EUR", 1, null),
                    expense(Report.Category.TAXI, "9", "XAU", 1, null),
                    late));
    assertEquals(
        Map.of(
            "problems",
            List.of(
                "expenses[0]: HOTEL needs a receipt",
                "expenses[1]: there is no rate for XAU",
                "expenses[2]: amount and units must be positive",
                "the expenses lie 100 days apart; hand in one report for each journey")),
        error.data().orElseThrow());
  }

  @Test
  void aRepeatedPaymentIsTheFirstOne() {
    Reimburse.Request request = new Reimburse.Request("EX-1", "Jonas", new BigDecimal("10.00"));
    Reimburse.Payment first = new Reimburse().handle(request, StepContext.standalone("k1"));
    assertEquals(
        first,
        new Reimburse()
            .handle(
                new Reimburse.Request("EX-1", "Jonas", new BigDecimal("99.00")),
                StepContext.standalone("k1")));
    assertEquals("PAYROLL-EX-1", first.reference());
  }

  private static Report.Expense expense(
      Report.Category category,
      String amount,
      String currency,
      int units,
      @Nullable String receipt) {
    return new Report.Expense(
        MONDAY,
        category,
        category.name(),
        new BigDecimal(amount),
        currency,
        units,
        Optional.ofNullable(receipt));
  }

  private static ValidateReport.Assessment validate(Report.Expense... expenses) {
    Report report =
        new Report(
            "EX-1",
            new Report.Employee("Jonas", "jonas@example.com", "claire@example.com"),
            "Workshop",
            List.of(expenses));
    return new ValidateReport()
        .handle(new ValidateReport.Request(report), StepContext.standalone("k"));
  }
}
