package dev.flowstone.grammar.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.generate.RandomExprs;
import dev.flowstone.grammar.generate.RandomWorkflows;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.DiagnosticText;
import dev.flowstone.grammar.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// I7: formatting is idempotent and keeps the tree.
class FormatterTest {

  private static final int WORKFLOWS = 1_000;
  private static final int EXPRESSIONS = 10_000;

  @Test
  void keepsTheTreeOfRandomWorkflows() {
    for (long seed = 0; seed < WORKFLOWS; seed++) {
      Workflow workflow = new RandomWorkflows(seed, seed % 2 == 0).workflow();
      String text = Formatter.format(workflow);
      Workflow again = parse(seed, text);
      assertEquals(
          TreePrinter.print(workflow), TreePrinter.print(again), "seed " + seed + "\n" + text);
      assertEquals(text, Formatter.format(again), "not the same the second time, seed " + seed);
    }
  }

  @Test
  void keepsEveryCommentOfRandomWorkflows() {
    for (long seed = 0; seed < WORKFLOWS; seed += 2) {
      Workflow workflow = new RandomWorkflows(seed, true).workflow();
      List<String> expected = AllComments.of(workflow);
      String text = Formatter.format(workflow);
      List<String> found = AllComments.of(parse(seed, text));
      expected.sort(null);
      found.sort(null);
      assertEquals(expected, found, "seed " + seed + "\n" + text);
    }
  }

  @Test
  void keepsTheTreeOfRandomExpressionsOnOneLineAndOnMany() {
    RandomExprs exprs = new RandomExprs(new Random(7));
    for (int i = 0; i < EXPRESSIONS; i++) {
      Expr expr = exprs.expr(6);
      for (String text : List.of(Formatter.oneLine(expr), Formatter.format(expr))) {
        Parsed<Expr> again = TextParser.expression(Fragment.of(new SourceText("expr", text)));
        assertTrue(
            again.value().isPresent(),
            () -> "does not parse: " + text + "\n" + again.diagnostics());
        assertEquals(TreePrinter.print(expr), TreePrinter.print(again.value().get()), text);
      }
      assertTrue(Formatter.oneLine(expr).indexOf('\n') < 0, () -> Formatter.oneLine(expr));
    }
  }

  @Test
  void breaksLinesThatWouldBeTooLong() {
    List<String> tooLong = new ArrayList<>();
    String text =
        """
        workflow w

        answer = step ai.complete(model: input.model, messages: [{role: "system", content: input.instructions}, {role: "user", content: input.question}], temperature: 0.2)
        total = order.items.filter(item, item.price > 10.0).map(item, item.price * item.count).sum() + order.shipping.cost + order.tax
        if order.customer.address.country == "DE" && order.items.size() > 3 || order.customer.level == "gold" && order.total > 100 {
          x = order.customer.level == "gold" ? "free shipping for our best customers" : "standard shipping by ground"
        }
        """;
    String formatted = Formatter.format(parse(0, text));
    formatted.lines().filter(line -> line.length() > Formatter.WIDTH).forEach(tooLong::add);
    assertEquals(List.of(), tooLong, formatted);
  }

  private static Workflow parse(long seed, String text) {
    SourceText source = new SourceText("seed-" + seed + ".flow", text);
    Parsed<Workflow> parsed = TextParser.parse(source);
    return parsed
        .value()
        .orElseThrow(() ->
            new AssertionError(
                new DiagnosticText(false).render(source, parsed.diagnostics()) + "\n" + text));
  }
}
