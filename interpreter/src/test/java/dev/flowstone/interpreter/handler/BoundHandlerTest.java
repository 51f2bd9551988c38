package dev.flowstone.interpreter.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundHandlerTest {

  enum Priority {
    LOW,
    HIGH
  }

  record Line(String sku, int quantity) {
    Line {
      if (quantity < 1) {
        throw new IllegalArgumentException("a quantity is at least 1");
      }
    }
  }

  record Order(
      String orderId,
      List<Line> lines,
      Map<String, BigDecimal> prices,
      Priority priority,
      Optional<String> note,
      @Nullable Instant placedAt,
      @Default("\"PT5S\"") Duration patience,
      @Default("3") long copies,
      boolean gift,
      double weight,
      Optional<LocalDate> due,
      Optional<BigInteger> serial,
      Optional<Value> extra) {}

  @Handler(name = "test.echo", description = "Gives back what it got.")
  static final class Echo implements StepHandler<Order, Order> {
    @Override
    public Order handle(Order input, StepContext context) {
      return input;
    }
  }

  private static final String FULL =
      """
      {"order_id": "A-1", "lines": [{"sku": "S", "quantity": 2}], "prices": {"unitPrice": 10.50},
       "priority": "HIGH", "note": "ring twice", "placed_at": "2026-03-01T10:00:00+01:00",
       "patience": "90s", "copies": 9007199254740993, "gift": true, "weight": 0.1,
       "due": "2026-03-31", "serial": 123456789012345678901234567890,
       "extra": {"n": 1e3, "list": [1, 2.00, null]}}\
      """;

  private static final String SMALL =
      """
      {"order_id": "A-1", "lines": [], "prices": {}, "priority": "LOW", "gift": false, "weight": 2}\
      """;

  @Test
  void recordsListsMapsEnumsTimesAndNumbersKeepTheirMeaning() throws Exception {
    assertEquals(
        json(
            """
            {"order_id": "A-1", "lines": [{"sku": "S", "quantity": 2}],
             "prices": {"unitPrice": 10.50}, "priority": "HIGH", "note": "ring twice",
             "placed_at": "2026-03-01T09:00:00Z", "patience": "90s", "copies": 9007199254740993,
             "gift": true, "weight": 0.1, "due": "2026-03-31",
             "serial": 123456789012345678901234567890,
             "extra": {"n": 1e3, "list": [1, 2.00, null]}}\
            """),
        completed(new Echo(), FULL));
  }

  @Test
  void whatIsLeftOutIsEmptyNullOrItsDefault() throws Exception {
    assertEquals(
        json(
            """
            {"order_id": "A-1", "lines": [], "prices": {}, "priority": "LOW", "note": null,
             "placed_at": null, "patience": "5s", "copies": 3, "gift": false, "weight": 2.0,
             "due": null, "serial": null, "extra": null}\
            """),
        completed(new Echo(), SMALL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "order_id"        | "orderId"            | orderId is unknown; did you mean 'order_id'?
          "order_id": "A-1",|                      | order_id is required
          "A-1"             | null                 | order_id must not be null
          "A-1"             | 7                    | order_id must be a string, not an integer
          "lines": []       | "lines": null        | lines must not be null
          "lines": []       | "lines": {}          | lines must be a list, not a map
          []                | [{"sku": "S", "quantity": "2"}] | lines[0].quantity must be an integer, not a string
          []                | [{"sku": "S", "quantity": 2}, {"sku": "S", "qantity": 2}] | lines[1].qantity is unknown; did you mean 'quantity'?
          []                | [{"sku": "S", "quantity": 3000000000}] | lines[0].quantity must lie between -2147483648 and 2147483647
          []                | [{"sku": "S", "quantity": 0}] | lines[0] a quantity is at least 1
          []                | [null]               | lines[0] must not be null
          {}                | {"a": true}          | prices.a must be a number, not true or false
          "LOW"             | "low"                | priority must be one of LOW, HIGH, not a string
          "gift": false     | "gift": null         | gift must not be null
          "gift": false     | "gift": "false"      | gift must be true or false, not a string
          2                 | 2, "patience": "soon" | patience must be a duration such as 90s or PT1M30S, not a string
          2                 | 2, "placed_at": "now" | placed_at must be a time such as 2026-03-01T09:00:00Z, not a string
          2                 | 2, "due": "2026-02-30" | due must be a date such as 2026-03-01, not a string
          2                 | 2, "copies": 2.5     | copies must be an integer, not a number with a fraction
          2                 | 2, "serial": 1e300   | serial must be an integer, not a number with a fraction
          """)
  void argumentsThatDoNotFitAreRefusedWithTheirPlace(String from, @Nullable String to, String told)
      throws Exception {
    String arguments = SMALL.replace(from, to == null ? "" : to);
    Reply.Failed failed = failed(new Echo(), arguments, StepContext.standalone("k"));
    assertEquals("InvalidInput", failed.error());
    assertEquals("test.echo: " + told, failed.message());
    assertTrue(failed.permanent());
    assertTrue(failed.certain(), "the handler was never called");
  }

  @Test
  void anIntegerMayBeWrittenWithAFractionOfZero() throws Exception {
    Value.Fields echo =
        (Value.Fields) completed(new Echo(), SMALL.replace("2}", "2, \"copies\": 4.0}"));
    assertEquals(Optional.of(new Value.Int(4)), echo.get("copies"));
  }

  record Nothing() {}

  @FunctionalInterface
  interface Body {
    Object run(StepContext context) throws Exception;
  }

  @Handler(name = "test.any")
  @Raises(name = "CardDeclined", permanent = true)
  @Raises(name = "Busy")
  static final class Any implements StepHandler<Nothing, Object> {
    private final Body body;

    Any(Body body) {
      this.body = body;
    }

    @Override
    public Object handle(Nothing input, StepContext context) throws Exception {
      return body.run(context);
    }
  }

  @Test
  void anErrorDeclaredPermanentIsPermanentAndCertainHoweverItIsThrown() throws Exception {
    record Reason(String declineCode, BigDecimal limit) {}
    Object data = new Reason("over_limit", new BigDecimal("100.00"));
    for (HandlerError error :
        List.of(
            new PermanentError("CardDeclined", "no", data),
            new TransientError("CardDeclined", "no", data))) {
      Reply.Failed failed = failed(raising(error), "{}", StepContext.standalone("k"));
      assertEquals(
          new Reply.Failed(
              "CardDeclined",
              "no",
              Optional.of(json("{\"decline_code\": \"over_limit\", \"limit\": 100.00}")),
              true,
              true),
          failed);
    }
  }

  @Test
  void onlyADeclaredPermanentErrorPromisesThatNothingWasDone() throws Exception {
    assertEquals(
        new Reply.Failed("Odd", "m", Optional.empty(), true, false),
        failed(raising(new PermanentError("Odd", "m")), "{}", StepContext.standalone("k")));
    assertEquals(
        new Reply.Failed("Busy", "m", Optional.empty(), false, false),
        failed(raising(new TransientError("Busy", "m")), "{}", StepContext.standalone("k")));
  }

  @Test
  void anyOtherExceptionIsTransientAndItsTraceGoesToTheLog() throws Exception {
    List<Throwable> logged = new ArrayList<>();
    StepLogger logger = (level, message, fields, cause) -> logged.add(cause);
    Reply.Failed failed =
        failed(raising(new java.io.IOException("disk on fire")), "{}", logging(logger));
    assertEquals(
        new Reply.Failed(
            "HandlerFailed", "java.io.IOException: disk on fire", Optional.empty(), false, false),
        failed);
    assertEquals(List.of("disk on fire"), logged.stream().map(Throwable::getMessage).toList());
  }

  @Test
  void endlessRecursionIsAFailedAttempt() throws Exception {
    Reply.Failed failed =
        failed(new Any(BoundHandlerTest::forever), "{}", StepContext.standalone("k"));
    assertEquals("java.lang.StackOverflowError", failed.message());
  }

  @SuppressWarnings("InfiniteRecursion")
  private static Object forever(StepContext context) {
    return forever(context).toString();
  }

  @Test
  void anInterruptPassesThrough() {
    assertThrows(
        InterruptedException.class,
        () -> call(raising(new InterruptedException()), "{}", StepContext.standalone("k")));
  }

  @Test
  void aLongMessageIsCut() throws Exception {
    Reply.Failed failed =
        failed(
            raising(new PermanentError("Odd", "x".repeat(1_000_000))),
            "{}",
            StepContext.standalone("k"));
    assertEquals(2_001, failed.message().length());
  }

  @Test
  void aResultThatIsNotJsonIsRefusedAsAnEffectThatHappened() throws Exception {
    record Holder(String name, Object content) {}
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    Map<Object, String> cases =
        Map.of(
            new Holder("n", Secret.of("hunter2")),
            "content is a secret and may not leave its handler",
            new Holder("n", Double.NaN),
            "content NaN is no number of JSON",
            new Holder("n", new byte[] {1}),
            "content bytes cannot be written as JSON");
    cases.forEach((result, told) -> {
      Reply.Failed failed = failedUnchecked(new Any(_ -> result));
      assertEquals("InvalidOutput", failed.error());
      assertEquals("test.any: its result: " + told, failed.message());
      assertTrue(failed.permanent());
      assertFalse(failed.certain());
    });
    assertEquals("InvalidOutput", failedUnchecked(new Any(_ -> endless)).error());
    assertEquals("InvalidOutput", failedUnchecked(new Any(_ -> new Thread())).error());
  }

  @Test
  void resultsOfEveryPlainKindBecomeValues() throws Exception {
    record Methods(int total) {
      @SuppressWarnings({"unused", "EffectivelyPrivate"})
      public int getTwice() {
        return 2 * total;
      }

      @SuppressWarnings({"unused", "EffectivelyPrivate"})
      public boolean isLarge() {
        return total > 10;
      }
    }
    assertEquals(json("{\"total\": 4}"), completed(new Any(_ -> new Methods(4)), "{}"));
    assertEquals(json("[1, \"a\", true]"), completed(new Any(_ -> List.of(1, "a", true)), "{}"));
    assertEquals(json("0.1"), completed(new Any(_ -> 0.1), "{}"));
    assertEquals(json("7"), completed(new Any(_ -> new BigDecimal("7")), "{}"));
    assertEquals(json("null"), completed(new Any(_ -> Optional.empty()), "{}"));
    assertEquals(
        json("\"2026-03-01T09:00:00Z\""),
        completed(new Any(_ -> Instant.parse("2026-03-01T09:00:00Z")), "{}"));
  }

  @Handler(name = "test.value", description = "Gives a value that it made itself.")
  record Gives(Value value) implements StepHandler<Nothing, Value> {
    @Override
    public Value handle(Nothing input, StepContext context) {
      return value;
    }
  }

  @Test
  void aValueThatCannotBeJournaledIsRefusedLikeAnyOtherResult() throws Exception {
    Value deep = Value.Null.NULL;
    for (int i = 0; i < 3_000; i++) {
      deep = new Value.Items(List.of(deep));
    }
    Value optional = new Value.Items(List.of(new Value.Maybe(Optional.empty())));
    for (Value value : List.of(deep, optional)) {
      BoundHandler handler = BoundHandler.of(Gives.class, () -> new Gives(value));
      Reply reply = handler.call(Value.Fields.EMPTY, StepContext.standalone("k"));

      assertEquals(
          BoundHandler.INVALID_OUTPUT, assertInstanceOf(Reply.Failed.class, reply).error());
    }
  }

  record Charge(BigDecimal amount) {}

  record Payment(String paymentId) {}

  @Test
  void anUndoSeesTheForwardStepsKeyInputAndOutput() throws Exception {
    Value.Fields input = (Value.Fields) json("{\"amount\": 12.30}");
    Value output = json("{\"payment_id\": \"p1\"}");
    Undone completed = new Undone("key-1", input, new Undone.Outcome.Completed(output));
    List<Object> seen = new ArrayList<>();
    Any undo =
        new Any(context -> {
          Undone undone = context.undone().orElseThrow();
          seen.add(undone.idempotencyKey());
          seen.add(undone.inputAs(Charge.class));
          seen.add(undone.outputAs(Payment.class));
          return "done";
        });
    call(undo, "{}", StepContext.standalone("key-2").undoing(completed));
    assertEquals(
        List.of("key-1", new Charge(new BigDecimal("12.30")), Optional.of(new Payment("p1"))),
        seen);

    Undone unknown =
        new Undone("key-1", input, new Undone.Outcome.Unknown("StepTimeout", "30s passed"));
    assertEquals(Optional.empty(), unknown.outputAs(Payment.class));
  }

  @Test
  void aHandlerKeepsItsRecordsUnderTheSameRules() {
    Payment payment = new Payment("p1");
    assertEquals("{\"payment_id\":\"p1\"}", RecordJson.write(payment));
    assertEquals(payment, RecordJson.read(RecordJson.value(payment), Payment.class));
    assertEquals(
        new Charge(new BigDecimal("10.50")),
        RecordJson.read(RecordJson.parse("{\"amount\": 10.50}"), Charge.class));
    assertEquals(
        "ammount is unknown; did you mean 'amount'?",
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordJson.read(RecordJson.parse("{\"ammount\": 1}"), Charge.class))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> RecordJson.parse("{\"amount\": "));
    assertThrows(IllegalArgumentException.class, () -> RecordJson.write(Secret.of("s")));
  }

  @Test
  void aSecretPrintsNothingOfItself() {
    assertEquals("[secret]", "" + Secret.of("hunter2"));
    assertEquals("hunter2", Secret.of("hunter2").reveal());
    assertEquals(Optional.empty(), Secret.environment("FLOWSTONE_NO_SUCH_VARIABLE"));
  }

  private static Any raising(Throwable thrown) {
    return new Any(_ -> {
      switch (thrown) {
        case Exception e -> throw e;
        default -> throw new AssertionError(thrown);
      }
    });
  }

  private static StepContext logging(StepLogger logger) {
    StepContext plain = StepContext.standalone("k");
    return new StepContext(
        plain.identity(),
        java.time.InstantSource.system(),
        plain.deadline(),
        () -> {},
        logger,
        Optional.empty());
  }

  private static Reply call(StepHandler<?, ?> handler, String arguments, StepContext context)
      throws InterruptedException {
    Value.Fields fields = (Value.Fields) json(arguments);
    return HandlerRegistry.of(handler).all().iterator().next().call(fields, context);
  }

  private static Value completed(StepHandler<?, ?> handler, String arguments) throws Exception {
    Reply reply = call(handler, arguments, StepContext.standalone("k"));
    return assertInstanceOf(Reply.Completed.class, reply, reply::toString).output();
  }

  private static Reply.Failed failed(
      StepHandler<?, ?> handler, String arguments, StepContext context)
      throws InterruptedException {
    Reply reply = call(handler, arguments, context);
    return assertInstanceOf(Reply.Failed.class, reply, reply::toString);
  }

  private static Reply.Failed failedUnchecked(StepHandler<?, ?> handler) {
    try {
      return failed(handler, "{}", StepContext.standalone("k"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Value json(String text) {
    return switch (ValueJson.parse(text)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem -> throw new AssertionError(problem.describe());
    };
  }
}
