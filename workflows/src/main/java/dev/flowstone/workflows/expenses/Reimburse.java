package dev.flowstone.workflows.expenses;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.math.BigDecimal;
import java.util.Optional;

/// `payroll.reimburse(report_id, employee, amount)`
///
/// A second call with the same key gives the first one's payment.
@Handler(name = "payroll.reimburse", description = "Adds an amount to an employee's next salary.")
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
          Payment payment = new Payment("PAYROLL-" + request.reportId(), request.amount());
          page.add("payment", key, new Paid(request.reportId(), request.employee(), payment));
          return payment;
        });
  }
}
