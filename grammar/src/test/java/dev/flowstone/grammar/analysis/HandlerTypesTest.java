package dev.flowstone.grammar.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.analysis.HandlerTypes.Signature;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlerTypesTest {

  private static final Type.Record PAYMENT =
      new Type.Record(Map.of("id", new Type.Field(Type.Simple.STRING, false)));

  private static final HandlerTypes CATALOG =
      handler ->
          handler.equals("payments.charge")
              ? Optional.of(new Signature(new Type.Record(Map.of()), PAYMENT))
              : Optional.empty();

  @Test
  void theResultOfAKnownHandlerHasItsType() {
    Analysis analysis =
        Analysis.of(
            Flows.parse("workflow w\npayment = step payments.charge()\nreturn payment.idd\n"),
            CATALOG);
    assertEquals(Map.of("payment", PAYMENT), analysis.variables());
    assertEquals(List.of("FL104"), analysis.diagnostics().stream().map(Diagnostic::code).toList());
  }

  @Test
  void theResultOfAnUnknownHandlerIsAnything() {
    Analysis analysis =
        Analysis.of(
            Flows.parse("workflow w\nother = step other.do()\nreturn other.idd\n"), CATALOG);
    assertEquals(Map.of("other", Type.Simple.ANY), analysis.variables());
    assertEquals(List.of(), analysis.diagnostics());
  }

  @Test
  void aVariableHasTheTypeOfAllThatItIsGiven() {
    Analysis analysis =
        Analysis.of(
            Flows.parse(
                """
                workflow w
                x = null
                while x == null max 3 {
                  x = 1
                }
                y = 1
                if x > 3 { y = 2.5 }
                return [x, y]
                """));
    assertEquals(
        Map.of("x", new Type.Nullable(Type.Simple.INT), "y", Type.Simple.NUMBER),
        analysis.variables());
    assertEquals(List.of(), analysis.diagnostics());
  }
}
