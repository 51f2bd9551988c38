package dev.flowstone.workflows.expenses;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// `payroll.reimburse(report_id, employee, amount)`
///
/// Idempotent by its key; beyond that a report is paid once, whichever execution asks.
@Handler(name = "payroll.reimburse", description = "Adds an amount to an employee's next salary.")
@Raises(
    name = "AlreadyPaid",
    permanent = true,
    description = "The report has been paid by another execution.")
public final class Reimburse implements StepHandler<Reimburse.Request, Reimburse.Payment> {

  public record Request(String reportId, String employee, BigDecimal amount) {}

  public record Payment(String reference, BigDecimal amount) {}

  private record Paid(String reportId, String employee, Payment payment) {}

  @Override
  public Payment handle(Request request, StepContext context) {
    String key = context.idempotencyKey();
    return WorkFolder.current()
        .ledger("payroll")
        .exclusively(page -> {
          Optional<Ledger.Line> earlier = page.find("payment", key);
          if (earlier.isPresent()) {
            return earlier.get().as(Paid.class).payment();
          }
          List<Paid> all = page.lines("payment").stream().map(line -> line.as(Paid.class)).toList();
          if (all.stream().anyMatch(paid -> paid.reportId().equals(request.reportId()))) {
            throw new PermanentError(
                "AlreadyPaid", "report " + request.reportId() + " has been paid");
          }
          Payment payment = new Payment("PAYROLL-" + request.reportId(), request.amount());
          page.add("payment", key, new Paid(request.reportId(), request.employee(), payment));
          return payment;
        });
  }
}
