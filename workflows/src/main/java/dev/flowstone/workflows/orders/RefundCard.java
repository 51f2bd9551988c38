package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// `payments.refund(payment?)`: the undo of `payments.charge`.
///
/// It goes by the key of the charge, not by what the workflow knows of it: where the outcome of the
/// charge is unknown, the ledger still knows. Whether or not money was taken, a charge under that
/// key is refused from now on.
@Handler(
    name = "payments.refund",
    description = "Gives back what a charge took, if it took anything, and stops it for good.")
public final class RefundCard implements StepHandler<RefundCard.Request, RefundCard.Refund> {

  public record Request(Optional<ChargeCard.Payment> payment) {}

  public record Refund(BigDecimal refunded) {}

  @Override
  public Refund handle(Request request, StepContext context) {
    String charge = context.undone().map(Undone::idempotencyKey).orElse(context.idempotencyKey());
    return WorkFolder.current()
        .ledger(ChargeCard.LEDGER)
        .exclusively(page -> {
          Optional<Ledger.Line> earlier = page.find("refund", charge);
          if (earlier.isPresent()) {
            return earlier.get().as(Refund.class);
          }
          BigDecimal taken =
              page.find(ChargeCard.CHARGE, charge)
                  .map(line -> line.as(ChargeCard.Payment.class).amount())
                  .or(() -> request.payment().map(ChargeCard.Payment::amount))
                  .orElse(BigDecimal.ZERO);
          Refund refund = new Refund(taken);
          page.add(ChargeCard.CANCELLED, charge, Map.of());
          page.add("refund", charge, refund);
          return refund;
        });
  }
}
