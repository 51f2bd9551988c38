package dev.flowstone.workflows.expenses;

import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `expenses.validate(report)`
@Handler(
    name = "expenses.validate",
    description = "Converts the expenses of a report to euros and holds them to the policy.")
@Raises(
    name = "InvalidReport",
    permanent = true,
    description = "The report cannot be paid as it is; data.problems lists why.")
public final class ValidateReport
    implements StepHandler<ValidateReport.Request, ValidateReport.Assessment> {
  private static final int LONGEST_JOURNEY_DAYS = 62;

  public record Request(Report report) {}

  public record Assessment(
      String reportId,
      List<Line> lines,
      @Described("As claimed, in euros.") BigDecimal claimed,
      @Described("What the policy lets be paid, in euros.") BigDecimal payable,
      @Described("Whether a manager has to look at it.") boolean needsApproval) {}

  public record Line(
      String description, BigDecimal claimed, BigDecimal payable, Optional<String> remark) {}

  @Override
  public Assessment handle(Request request, StepContext context) {
    Report report = request.report();
    List<String> problems = problems(report);
    if (!problems.isEmpty()) {
      throw new PermanentError(
          "InvalidReport",
          "report " + report.reportId() + ": " + String.join("; ", problems),
          Map.of("problems", problems));
    }
    List<Line> lines = report.expenses().stream().map(ValidateReport::line).toList();
    BigDecimal payable = sum(lines.stream().map(Line::payable).toList());
    boolean cut = lines.stream().anyMatch(line -> line.remark().isPresent());
    return new Assessment(
        report.reportId(),
        lines,
        sum(lines.stream().map(Line::claimed).toList()),
        payable,
        cut || payable.compareTo(Policy.APPROVAL_FROM) >= 0);
  }

  private static List<String> problems(Report report) {
    List<String> problems = new ArrayList<>();
    if (report.expenses().isEmpty()) {
      problems.add("expenses is empty");
      return problems;
    }
    for (int i = 0; i < report.expenses().size(); i++) {
      Report.Expense expense = report.expenses().get(i);
      String place = "expenses[" + i + "]";
      Optional<BigDecimal> euros = Policy.inEuros(expense);
      if (euros.isEmpty()) {
        problems.add(place + ": there is no rate for " + expense.currency());
      }
      if (expense.amount().signum() <= 0 || expense.units() < 1) {
        problems.add(place + ": amount and units must be positive");
      }
      boolean ownWord = expense.category() == Report.Category.MILEAGE;
      if (!ownWord
          && expense.receipt().isEmpty()
          && euros.orElse(BigDecimal.ZERO).compareTo(Policy.RECEIPT_FROM) >= 0) {
        problems.add(place + ": " + expense.description() + " needs a receipt");
      }
    }
    long days =
        ChronoUnit.DAYS.between(
            report.expenses().stream()
                .map(Report.Expense::date)
                .min(java.time.LocalDate::compareTo)
                .orElseThrow(),
            report.expenses().stream()
                .map(Report.Expense::date)
                .max(java.time.LocalDate::compareTo)
                .orElseThrow());
    if (days > LONGEST_JOURNEY_DAYS) {
      problems.add("the expenses lie " + days + " days apart; hand in one report for each journey");
    }
    return problems;
  }

  private static Line line(Report.Expense expense) {
    BigDecimal claimed = Policy.inEuros(expense).orElseThrow();
    return Policy.limit(expense)
        .filter(limit -> claimed.compareTo(limit) > 0)
        .map(limit ->
            new Line(
                expense.description(),
                claimed,
                limit,
                Optional.of("over the limit of " + limit + " EUR")))
        .orElseGet(() -> new Line(expense.description(), claimed, claimed, Optional.empty()));
  }

  private static BigDecimal sum(List<BigDecimal> amounts) {
    return amounts.stream().reduce(new BigDecimal("0.00"), BigDecimal::add);
  }
}
