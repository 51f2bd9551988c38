package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.Numbers;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `inventory.reserve(order_id, items)`
@Handler(
    name = "inventory.reserve",
    description = "Sets goods aside for an order: all of them, or none.")
@Raises(name = "OutOfStock", permanent = true, description = "data: sku, requested, available")
@Raises(
    name = "ReservationCancelled",
    permanent = true,
    description = "This reservation has been released before it was made.")
public final class ReserveStock
    implements StepHandler<ReserveStock.Request, ReserveStock.Reservation> {
  static final String LEDGER = "inventory";
  static final String RESERVE = "reserve";
  static final String RELEASE = "release";

  public record Request(String orderId, List<Order.Item> items) {}

  public record Reservation(String reservationId, List<Quantity> items) {}

  public record Quantity(String sku, int quantity) {}

  @Override
  public Reservation handle(Request request, StepContext context) {
    String key = context.idempotencyKey();
    return WorkFolder.current()
        .ledger(LEDGER)
        .exclusively(page -> {
          if (page.find(RELEASE, key).isPresent()) {
            throw new PermanentError(
                "ReservationCancelled",
                "the reservation for " + request.orderId() + " was cancelled");
          }
          Optional<Ledger.Line> earlier = page.find(RESERVE, key);
          if (earlier.isPresent()) {
            return earlier.get().as(Reservation.class);
          }
          request.items().forEach(item -> checkAvailable(item, page));
          Reservation reservation =
              new Reservation(
                  Numbers.of("res", key),
                  request.items().stream()
                      .map(item -> new Quantity(item.sku(), item.quantity()))
                      .toList());
          page.add(RESERVE, key, reservation);
          return reservation;
        });
  }

  private static void checkAvailable(Order.Item item, Ledger.Page page) {
    int stock = Catalogue.product(item.sku()).map(Catalogue.Product::stock).orElse(0);
    int reserved =
        page.lines(RESERVE).stream()
            .filter(line -> page.find(RELEASE, line.key()).isEmpty())
            .flatMap(line -> line.as(Reservation.class).items().stream())
            .filter(quantity -> quantity.sku().equals(item.sku()))
            .mapToInt(Quantity::quantity)
            .sum();
    if (stock - reserved < item.quantity()) {
      throw new PermanentError(
          "OutOfStock",
          "only " + (stock - reserved) + " of " + item.sku() + " are left",
          Map.of("sku", item.sku(), "requested", item.quantity(), "available", stock - reserved));
    }
  }
}
