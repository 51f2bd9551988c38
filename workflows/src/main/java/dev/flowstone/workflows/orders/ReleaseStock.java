package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.util.Optional;

/// `inventory.release(reservation?)`: the undo of `inventory.reserve`, by the key of the
/// reservation.
@Handler(
    name = "inventory.release",
    description = "Puts reserved goods back, if any were, and stops the reservation for good.")
public final class ReleaseStock
    implements StepHandler<ReleaseStock.Request, ReleaseStock.Released> {

  public record Request(Optional<ReserveStock.Reservation> reservation) {}

  public record Released(int pieces) {}

  @Override
  public Released handle(Request request, StepContext context) {
    String reservation =
        context.undone().map(Undone::idempotencyKey).orElse(context.idempotencyKey());
    return WorkFolder.current()
        .ledger(ReserveStock.LEDGER)
        .exclusively(page -> {
          Optional<Ledger.Line> earlier = page.find(ReserveStock.RELEASE, reservation);
          if (earlier.isPresent()) {
            return earlier.get().as(Released.class);
          }
          int pieces =
              page.find(ReserveStock.RESERVE, reservation)
                  .map(line -> line.as(ReserveStock.Reservation.class).items())
                  .map(items -> items.stream().mapToInt(ReserveStock.Quantity::quantity).sum())
                  .orElse(0);
          Released released = new Released(pieces);
          page.add(ReserveStock.RELEASE, reservation, released);
          return released;
        });
  }
}
