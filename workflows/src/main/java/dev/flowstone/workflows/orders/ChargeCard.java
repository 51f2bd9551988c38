package dev.flowstone.workflows.orders;

import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.Numbers;
import dev.flowstone.workflows.ledger.WorkFolder;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/// `payments.charge(order_id, amount, currency, card_token)`
///
/// A second call with the same key gives the first one's payment. A call that comes after the
/// refund of its key is refused.
@Handler(name = "payments.charge", description = "Takes money from the card behind a token.")
@Raises(
    name = ChargeCard.DECLINED,
    permanent = true,
    description = "data.reason: unknown_card, invalid_number, expired or over_limit")
@Raises(
    name = "PaymentCancelled",
    permanent = true,
    description = "This charge has been refunded before it was made.")
public final class ChargeCard implements StepHandler<ChargeCard.Request, ChargeCard.Payment> {
  static final String DECLINED = "CardDeclined";
  static final String LEDGER = "payments";
  static final String CHARGE = "charge";
  static final String CANCELLED = "cancelled";

  public record Request(String orderId, BigDecimal amount, String currency, String cardToken) {}

  public record Payment(
      String paymentId,
      BigDecimal amount,
      String currency,
      @Described("Its last four digits.") String card) {}

  @Override
  public Payment handle(Request request, StepContext context) {
    String key = context.idempotencyKey();
    return WorkFolder.current()
        .ledger(LEDGER)
        .exclusively(page -> {
          Optional<Ledger.Line> earlier = page.find(CHARGE, key);
          if (page.find(CANCELLED, key).isPresent()) {
            throw new PermanentError(
                "PaymentCancelled", "the charge for " + request.orderId() + " was cancelled");
          }
          if (earlier.isPresent()) {
            return earlier.get().as(Payment.class);
          }
          Payment payment = charge(request, key);
          page.add(CHARGE, key, payment);
          return payment;
        });
  }

  private static Payment charge(Request request, String key) {
    Catalogue.Card card =
        Catalogue.card(request.cardToken())
            .orElseThrow(() -> declined("unknown_card", "the card is not known"));
    if (!passesLuhn(card.number())) {
      throw declined("invalid_number", "the card's number is mistyped");
    }
    if (YearMonth.parse(card.expires()).isBefore(YearMonth.now(ZoneOffset.UTC))) {
      throw declined("expired", "the card expired in " + card.expires());
    }
    if (request.amount().compareTo(card.limit()) > 0) {
      throw declined("over_limit", request.amount() + " is over the card's limit");
    }
    return new Payment(
        Numbers.of("pay", key),
        request.amount(),
        request.currency(),
        card.number().substring(card.number().length() - 4));
  }

  private static PermanentError declined(String reason, String message) {
    return new PermanentError(DECLINED, message, Map.of("reason", reason));
  }

  /// Every second digit from the right counts double, its digits summed; the whole is a multiple of
  /// ten.
  static boolean passesLuhn(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
      sum += i % 2 == 0 ? digit : doubled;
    }
    return sum % 10 == 0;
  }
}
