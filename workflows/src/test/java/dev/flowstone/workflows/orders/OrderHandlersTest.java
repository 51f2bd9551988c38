package dev.flowstone.workflows.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.workflows.WorkFolderExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WorkFolderExtension.class)
class OrderHandlersTest {
  private static final Order.Address GOTHENBURG =
      new Order.Address("Marta", "Storgatan 12", "411 38", "Göteborg", "SE");
  private static final Order.Item KEYBOARD = item("KB-88-ISO", 1, "129.00");

  @Test
  void anOrderIsPricedWithTaxAndShipping() {
    ValidateOrder.Priced priced = validate(order("171.13", "SE", KEYBOARD));
    assertEquals(new BigDecimal("129.00"), priced.goods());
    assertEquals(new BigDecimal("7.90"), priced.shipping());
    assertEquals(new BigDecimal("34.23"), priced.tax());
    assertEquals(new BigDecimal("171.13"), priced.total());
  }

  @Test
  void shippingIsFreeForLargeOrders() {
    assertEquals(
        new BigDecimal("0.00"),
        validate(order("927.01", "DE", item("MON-27-4K", 2, "389.50"))).shipping());
  }

  @Test
  void allProblemsOfAnOrderAreToldAtOnce() {
    PermanentError error =
        assertThrows(
            PermanentError.class,
            () ->
                validate(order("1", "XX", item("KB-88-ISO", 0, "1.00"), item("NONE", 1, "1.00"))));
    assertEquals("InvalidOrder", error.name());
    assertEquals(
        Map.of(
            "problems",
            List.of(
                "items[0]: a quantity lies between 1 and 100",
                "items[0]: KB-88-ISO costs 129.00",
                "items[1]: NONE is not sold here",
                "nothing is shipped to XX")),
        error.data().orElseThrow());
  }

  @Test
  void aTotalThatTheCustomerWasNotShownIsRefused() {
    PermanentError error =
        assertThrows(PermanentError.class, () -> validate(order("171.12", "SE", KEYBOARD)));
    assertEquals("order o-1: total is 171.12, but the items come to 171.13", error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "4242424242424242, true",
    "4242424242424241, false",
    "5555555555554444, true",
    "378282246310005, true",
    "79927398713, true",
    "79927398710, false",
  })
  void cardNumbersAreHeldToTheLuhnCheck(String number, boolean passes) {
    assertEquals(passes, ChargeCard.passesLuhn(number));
  }

  @ParameterizedTest
  @CsvSource({
    "tok_visa_small, over_limit",
    "tok_mc_expired, expired",
    "tok_mistyped, invalid_number",
    "tok_none, unknown_card",
  })
  void aCardIsDeclinedForAReason(String token, String reason) {
    PermanentError error = assertThrows(PermanentError.class, () -> charge("k1", token));
    assertEquals("CardDeclined", error.name());
    assertEquals(Map.of("reason", reason), error.data().orElseThrow());
  }

  @Test
  void aRepeatedChargeIsTheFirstOne() {
    ChargeCard.Payment first = charge("k1", "tok_visa_4242");
    assertEquals(first, charge("k1", "tok_visa_4242"));
    assertFalse(first.equals(charge("k2", "tok_visa_4242")));
    assertEquals("4242", first.card());
  }

  @Test
  void aRefundGivesBackWhatWasTakenEvenWhereTheWorkflowDoesNotKnow() {
    charge("k1", "tok_visa_4242");
    assertEquals(new BigDecimal("150.00"), refund("k1").refunded());
    assertEquals(new BigDecimal("150.00"), refund("k1").refunded());
  }

  @Test
  void aRefundThatComesFirstStopsTheCharge() {
    assertEquals(BigDecimal.ZERO, refund("k1").refunded());
    assertEquals(
        "PaymentCancelled",
        assertThrows(PermanentError.class, () -> charge("k1", "tok_visa_4242")).name());
  }

  @Test
  void stockIsReservedOnceAndReleased() {
    assertEquals(reserve("k1", 2), reserve("k1", 2));
    PermanentError error = assertThrows(PermanentError.class, () -> reserve("k2", 2));
    assertEquals("OutOfStock", error.name());
    assertEquals(
        Map.of("sku", "CHAIR-ERG-1", "requested", 2, "available", 1), error.data().orElseThrow());
    assertEquals(2, release("k1").pieces());
    assertEquals(2, release("k1").pieces());
    assertEquals(2, reserve("k2", 2).items().getFirst().quantity());
  }

  @Test
  void aReleaseThatComesFirstStopsTheReservation() {
    assertEquals(0, release("k1").pieces());
    assertEquals(
        "ReservationCancelled", assertThrows(PermanentError.class, () -> reserve("k1", 1)).name());
  }

  @Test
  void aParcelIsWeighedAndHasATrackingNumberThatFollowsFromItsOrder() {
    DispatchParcel.Request request =
        new DispatchParcel.Request(
            "FS-2026-004711", GOTHENBURG, List.of(KEYBOARD, item("MON-27-4K", 2, "389.50")));
    DispatchParcel.Parcel parcel =
        new DispatchParcel().handle(request, StepContext.standalone("k1"));
    assertEquals("freight", parcel.carrier());
    assertEquals(14_540, parcel.grams());
    assertTrue(parcel.tracking().matches("FS\\d{9}SE"), parcel::tracking);
    assertEquals(parcel, new DispatchParcel().handle(request, StepContext.standalone("k2")));
  }

  private static Order.Item item(String sku, int quantity, String price) {
    return new Order.Item(sku, quantity, new BigDecimal(price));
  }

  private static Order order(String total, String country, Order.Item... items) {
    return new Order(
        "o-1",
        new Order.Customer("Marta", "marta@example.com"),
        new Order.Address("Marta", "Street 1", "1", "City", country),
        "EUR",
        List.of(items),
        new BigDecimal(total),
        "tok_visa_4242");
  }

  private static ValidateOrder.Priced validate(Order order) {
    return new ValidateOrder()
        .handle(new ValidateOrder.Request(order), StepContext.standalone("k"));
  }

  private static ChargeCard.Payment charge(String key, String token) {
    return new ChargeCard()
        .handle(
            new ChargeCard.Request("o-1", new BigDecimal("150.00"), "EUR", token),
            StepContext.standalone(key));
  }

  private static ReserveStock.Reservation reserve(String key, int quantity) {
    return new ReserveStock()
        .handle(
            new ReserveStock.Request("o-1", List.of(item("CHAIR-ERG-1", quantity, "699.00"))),
            StepContext.standalone(key));
  }

  private static RefundCard.Refund refund(String charge) {
    return new RefundCard().handle(new RefundCard.Request(Optional.empty()), undoing(charge));
  }

  private static ReleaseStock.Released release(String reservation) {
    return new ReleaseStock()
        .handle(new ReleaseStock.Request(Optional.empty()), undoing(reservation));
  }

  private static StepContext undoing(String key) {
    Undone.Outcome unknown = new Undone.Outcome.Unknown("StepTimeout", "30s passed");
    return StepContext.standalone(key + "-undo")
        .undoing(new Undone(key, Value.Fields.EMPTY, unknown));
  }
}
