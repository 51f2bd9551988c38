package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.Numbers;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.util.List;
import java.util.Optional;

/// `shipping.dispatch(order_id, ship_to, items)`
@Handler(name = "shipping.dispatch", description = "Hands the goods of an order to a carrier.")
public final class DispatchParcel
    implements StepHandler<DispatchParcel.Request, DispatchParcel.Parcel> {
  private static final int MOST_GRAMS_BY_POST = 2_000;

  public record Request(String orderId, Order.Address shipTo, List<Order.Item> items) {}

  public record Parcel(
      String tracking,
      @Described("post up to two kilograms, else freight") String carrier,
      int grams) {}

  @Override
  public Parcel handle(Request request, StepContext context) {
    String key = context.idempotencyKey();
    return WorkFolder.current()
        .ledger("parcels")
        .exclusively(page -> {
          Optional<Ledger.Line> earlier = page.find("parcel", key);
          if (earlier.isPresent()) {
            return earlier.get().as(Parcel.class);
          }
          int grams =
              request.items().stream()
                  .mapToInt(item ->
                      item.quantity()
                          * Catalogue.product(item.sku()).map(Catalogue.Product::grams).orElse(0))
                  .sum();
          Parcel parcel =
              new Parcel(
                  tracking(request), grams <= MOST_GRAMS_BY_POST ? "post" : "freight", grams);
          page.add("parcel", key, parcel);
          return parcel;
        });
  }

  /// As the post unions write it: two letters, eight digits, a check digit, the country.
  static String tracking(Request request) {
    String digits = Numbers.digits(request.orderId(), 8);
    int[] weights = {8, 6, 4, 2, 3, 5, 9, 7};
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (digits.charAt(i) - '0');
    }
    int check = 11 - sum % 11;
    return "FS" + digits + (check == 10 ? 0 : check == 11 ? 5 : check) + request.shipTo().country();
  }
}
