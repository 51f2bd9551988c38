package dev.flowstone.interpreter.handler.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.handler.StepContext;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HandlerProcessorTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/flowstone/interpreter/handler/processor/catalog.json");

  private static final String CHARGE =
      """
      /// Takes money from a card. Nothing more is said of it in the catalog.
      @Handler(name = "payments.charge")
      @Raises(name = "CardDeclined", permanent = true, description = "The bank refuses.")
      @Raises(name = "BankBusy")
      public final class Charge implements StepHandler<Charge.Order, Charge.Receipt> {
        public enum Currency { EUR, USD }

        /// An order.
        ///
        /// @param lines what was bought,
        ///   in the order of the basket
        /// @param note for the customer
        public record Order(
            @Described("as the shop knows it") String orderId,
            List<Line> lines,
            Map<String, BigDecimal> discounts,
            @Default("\\"EUR\\"") Currency currency,
            Optional<String> note,
            @Nullable Instant due,
            List<@Nullable Integer> ranks,
            @Default("PT") Duration wrong) {}

        public record Line(String sku, int quantity, double weight, boolean gift, long serial) {}

        public record Receipt(
            String paymentId, BigDecimal charged, Optional<LocalDate> settles, Value raw) {}

        @Override
        public Receipt handle(Order input, StepContext context) {
          return new Receipt("p-" + input.orderId(), BigDecimal.TEN, Optional.empty(), Value.Null.NULL);
        }
      }
      """
          .replace(
              "@Default(\"PT\") Duration wrong", "@Default(\"\\\"PT5S\\\"\") Duration patience");

  private static final String PING =
      """
      @Handler(name = "ping", description = "Answers.")
      public class Ping implements StepHandler<Ping.Nothing, @Nullable Void> {
        public record Nothing() {}

        @Override
        public @Nullable Void handle(Nothing input, StepContext context) {
          return null;
        }
      }
      """;

  @TempDir Path output;

  @Test
  void theCatalogHoldsNamesSchemasAndErrors() throws IOException {
    InMemoryCompiler compiler = new InMemoryCompiler(output);
    assertEquals(List.of(), compiler.compile(CHARGE, PING).errors());
    String catalog = compiler.written(HandlerCatalog.RESOURCE);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, catalog);
    }
    assertEquals(Files.readString(GOLDEN), catalog);
    assertEquals(
        "shop.Charge\nshop.Ping\n",
        compiler.written("META-INF/services/dev.flowstone.interpreter.handler.StepHandler"));
  }

  @Test
  void theCatalogReadsBackAsItWasWritten() throws IOException {
    InMemoryCompiler compiler = new InMemoryCompiler(output);
    compiler.compile(CHARGE, PING);
    String json = compiler.written(HandlerCatalog.RESOURCE);
    HandlerCatalog read =
        HandlerCatalog.parse(json.getBytes(StandardCharsets.UTF_8), "handlers.json");
    assertEquals(json, read.toJson());
    assertEquals("payments.charge", read.nearest("payment.charge").orElseThrow());
  }

  @Test
  void whatWasCompiledIsFoundAndCalled() throws Exception {
    new InMemoryCompiler(output).compile(CHARGE, PING);
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {output.toUri().toURL()}, HandlerProcessorTest.class.getClassLoader())) {
      assertTrue(HandlerCatalog.load(classes).find("payments.charge").isPresent());
      Reply reply =
          HandlerRegistry.load(classes)
              .find("ping")
              .orElseThrow()
              .call(new Value.Fields(Map.of()), StepContext.standalone("k"));
      assertEquals(new Reply.Completed(Value.Null.NULL), reply);
    }
  }

  @Test
  void compilingOneFileKeepsTheHandlersOfTheOthers() throws IOException {
    InMemoryCompiler compiler = new InMemoryCompiler(output);
    compiler.compile(CHARGE, PING);
    String whole = compiler.written(HandlerCatalog.RESOURCE);
    compiler.compile(PING);
    assertEquals(whole, compiler.written(HandlerCatalog.RESOURCE));
  }

  @Test
  void aHandlerWhoseClassIsGoneLeavesTheCatalog() throws IOException {
    InMemoryCompiler compiler = new InMemoryCompiler(output);
    compiler.compile(CHARGE, PING);
    Files.delete(output.resolve("shop/Charge.class"));
    compiler.compile(PING);
    assertEquals(
        "shop.Ping\n",
        compiler.written("META-INF/services/dev.flowstone.interpreter.handler.StepHandler"));
  }

  record Refused(String handler, String error) {
    @Override
    public String toString() {
      return error;
    }
  }

  static Stream<Refused> refused() {
    String name =
        "it must be words of lower-case letters, digits and underscores, each beginning with a"
            + " letter, joined by dots, such as payments.charge";
    return Stream.of(
        handler(
            "public class",
            "Pay Ments",
            "In",
            "String",
            "\"Pay Ments\" is no handler name; " + name),
        handler("class", "x.y", "In", "String", "handler x.y: class H must be public"),
        handler(
            "public abstract class",
            "x.y",
            "In",
            "String",
            "@Handler is for a class that can be made, not an abstract class"),
        handler(
            "public class",
            "x.y",
            "String",
            "String",
            "handler x.y: its input must be a record, whose components are the arguments, not"
                + " String"),
        handler(
            "public class",
            "x.y",
            "In",
            "Thread",
            "the output of x.y has the type Thread, which handlers do not know; use a record"),
        handler(
            "public class",
            "x.y",
            "In",
            "Set<String>",
            "the output of x.y has the type Set<String>, which handlers do not know; use List"),
        handler(
            "public class",
            "x.y",
            "In",
            "Map<Integer, String>",
            "the output of x.y has the type Map<Integer, String>, which handlers do not know; a map"
                + " of JSON has keys of String"),
        component("float weight", "has the type float, which handlers do not know; use double"),
        component("int[] counts", "has the type int[], which handlers do not know; use List<int>"),
        component(
            "Date day", "has the type Date, which handlers do not know; use java.time.Instant"),
        component("List list", "is a raw List, which says nothing of its content; write List<…>"),
        component(
            "Map map", "is a raw Map, which says nothing of its content; write Map<String, …>"),
        component("List<In> more", "leads back to In; for data of any depth use Value"),
        component(
            "Secret key",
            "is a Secret, which the journal of the execution would keep; read it in the handler,"
                + " with Secret.environment(\"NAME\")"),
        component("@Nullable int count", "is @Nullable and a primitive, which is never null"),
        new Refused(
            body("public record In(@Default(\"EUR\") String currency) {}"),
            "the default of component currency of In is not JSON: EUR (a text needs quotes of its"
                + " own: \"\\\"EUR\\\"\")"),
        new Refused(
            body("public record In(@Default(\"7\") String currency) {}"),
            "the default of component currency of In does not fit its type: 7"),
        new Refused(
            body("public record In(String orderId, String order_id) {}"),
            "two components of In are called \"order_id\""),
        new Refused(
            body("public record In() {}")
                .replace("public class H", "@Raises(name = \"oops\") public class H"),
            "handler x.y: \"oops\" is no error name; it must be letters and digits and begin with a"
                + " capital, such as CardDeclined"),
        new Refused(
            body("public record In() {}")
                .replace("public class H", "@Raises(name = \"InvalidInput\") public class H"),
            "handler x.y: the error name InvalidInput is the engine's own"),
        new Refused(
            body("public record In() {} public H(int port) {}"),
            "handler x.y: its class needs a public constructor without parameters"),
        new Refused(
            "@Handler(name = \"x.y\") public class H { public record In() {} }",
            "handler x.y: its class must itself implement StepHandler<INPUT, OUTPUT>"),
        new Refused(
            "@Handler(name = \"x.y\") @SuppressWarnings(\"rawtypes\") public class H implements"
                + " StepHandler { public Object handle(Object input, StepContext context) { return"
                + " 1; } }",
            "handler x.y: a raw StepHandler has no types; write StepHandler<INPUT, OUTPUT>"),
        new Refused(
            "public class H { @Handler(name = \"x.y\") public class Inner implements"
                + " StepHandler<In, String> { public String handle(In i, StepContext c) { return"
                + " null; } } public record In() {} }",
            "handler x.y: an inner class must be static"));
  }

  private static Refused handler(
      String kind, String name, String input, String output, String error) {
    return new Refused(
        "@Handler(name = \"%s\") %s H implements StepHandler<%s, %s> { public record In() {} public %s handle(%s i, StepContext c) { return null; } }"
            .formatted(name, kind, input.equals("In") ? "H.In" : input, output, output, input),
        error);
  }

  private static Refused component(String component, String error) {
    String name = component.substring(component.lastIndexOf(' ') + 1);
    return new Refused(
        body("public record In(" + component + ") {}"), "component " + name + " of In " + error);
  }

  private static String body(String members) {
    return "@Handler(name = \"x.y\") public class H implements StepHandler<H.In, String> { public"
        + " String handle(In i, StepContext c) { return null; } "
        + members
        + " }";
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotWorkIsACompileError(Refused refused) throws IOException {
    InMemoryCompiler.Result result = new InMemoryCompiler(output).compile(refused.handler());
    assertFalse(result.success());
    assertEquals(List.of("2: " + refused.error()), result.errors());
  }

  @Test
  void twoHandlersOfOneNameAreACompileError() throws IOException {
    InMemoryCompiler.Result result =
        new InMemoryCompiler(output).compile(PING, PING.replace("Ping", "Pong"));
    assertEquals(
        List.of("3: two handlers are called \"ping\": this one and shop.Ping"), result.errors());
  }
}
