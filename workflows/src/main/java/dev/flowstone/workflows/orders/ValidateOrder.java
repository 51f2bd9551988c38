package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `orders.validate(order)`
@Handler(
    name = "orders.validate",
    description = "Checks an order against the catalogue, and works out what it costs.")
@Raises(
    name = "InvalidOrder",
    permanent = true,
    description = "The order has problems; data.problems lists all of them.")
public final class ValidateOrder
    implements StepHandler<ValidateOrder.Request, ValidateOrder.Priced> {

  public record Request(Order order) {}

  public record Priced(
      String orderId,
      List<Order.Item> items,
      String currency,
      @Described("Of the goods, without tax.") BigDecimal goods,
      BigDecimal tax,
      BigDecimal shipping,
      @Described("What the card is charged.") BigDecimal total) {}

  private static final Map<String, BigDecimal> TAX_PERCENT =
      Map.of(
          "SE", new BigDecimal("25"),
          "DE", new BigDecimal("19"),
          "FR", new BigDecimal("20"),
          "NL", new BigDecimal("21"),
          "CH", new BigDecimal("8.1"));
  private static final BigDecimal FREE_SHIPPING_FROM = new BigDecimal("500");
  private static final BigDecimal SHIPPING = new BigDecimal("7.90");
  private static final int MOST_OF_ONE = 100;

  @Override
  public Priced handle(Request request, StepContext context) {
    Order order = request.order();
    List<String> problems = new ArrayList<>();
    checkItems(order, problems);
    if (!order.customer().email().contains("@")) {
      problems.add("customer.email is no mail address");
    }
    if (!order.currency().equals("EUR")) {
      problems.add("currency must be EUR, not " + order.currency());
    }
    BigDecimal percent = TAX_PERCENT.get(order.shipTo().country());
    if (percent == null) {
      problems.add("nothing is shipped to " + order.shipTo().country());
      percent = BigDecimal.ZERO;
    }
    Priced priced = price(order, percent);
    if (problems.isEmpty() && priced.total().compareTo(order.total()) != 0) {
      problems.add("total is " + order.total() + ", but the items come to " + priced.total());
    }
    if (!problems.isEmpty()) {
      throw new PermanentError(
          "InvalidOrder",
          "order " + order.orderId() + ": " + String.join("; ", problems),
          Map.of("problems", problems));
    }
    return priced;
  }

  private static void checkItems(Order order, List<String> problems) {
    if (order.items().isEmpty()) {
      problems.add("items is empty");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < order.items().size(); i++) {
      Order.Item item = order.items().get(i);
      String place = "items[" + i + "]";
      if (!seen.add(item.sku())) {
        problems.add(place + ": " + item.sku() + " is there twice");
      }
      if (item.quantity() < 1 || item.quantity() > MOST_OF_ONE) {
        problems.add(place + ": a quantity lies between 1 and " + MOST_OF_ONE);
      }
      Catalogue.product(item.sku())
          .ifPresentOrElse(
              product -> {
                if (product.price().compareTo(item.unitPrice()) != 0) {
                  problems.add(place + ": " + item.sku() + " costs " + product.price());
                }
              },
              () -> problems.add(place + ": " + item.sku() + " is not sold here"));
    }
  }

  private static Priced price(Order order, BigDecimal percent) {
    BigDecimal goods =
        order.items().stream()
            .map(item -> item.unitPrice().multiply(BigDecimal.valueOf(item.quantity())))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .setScale(2, RoundingMode.HALF_UP);
    BigDecimal shipping =
        goods.compareTo(FREE_SHIPPING_FROM) >= 0 ? new BigDecimal("0.00") : SHIPPING;
    BigDecimal tax =
        goods.add(shipping).multiply(percent).divide(new BigDecimal(100), 2, RoundingMode.HALF_UP);
    return new Priced(
        order.orderId(),
        order.items(),
        order.currency(),
        goods,
        tax,
        shipping,
        goods.add(shipping).add(tax));
  }
}
