package dev.flowstone.tests.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.check.Checked;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.check.Scope;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Type.Simple;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Environment;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The language against cel-java on expressions made from a seed: wherever both give a value or
/// both an error, they agree, save for [KnownDifferences].
class DifferentialTest {

  private static final long SEED = Long.getLong("differential.seed", 20_261_123L);
  private static final int COUNT = Integer.getInteger("differential.count", 20_000);
  private static final int DEPTH = 4;

  private static final Cel CEL =
      CelFactory.legacyCelBuilder()
          .setOptions(CelOptions.current().enableHeterogeneousNumericComparisons(true).build())
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(
              CelExtensions.strings(),
              CelExtensions.math(),
              CelExtensions.lists(),
              CelExtensions.bindings(),
              CelExtensions.optional(),
              CelExtensions.comprehensions())
          .addRuntimeLibraries(
              CelExtensions.strings(),
              CelExtensions.math(),
              CelExtensions.lists(),
              CelExtensions.optional(),
              CelExtensions.comprehensions())
          .addVar("i", SimpleType.INT)
          .addVar("j", SimpleType.INT)
          .addVar("d", SimpleType.DOUBLE)
          .addVar("e", SimpleType.DOUBLE)
          .addVar("s", SimpleType.STRING)
          .addVar("t", SimpleType.STRING)
          .addVar("b", SimpleType.BOOL)
          .addVar("c", SimpleType.BOOL)
          .addVar("xs", ListType.create(SimpleType.INT))
          .addVar("ss", ListType.create(SimpleType.STRING))
          .addVar("m", MapType.create(SimpleType.STRING, SimpleType.INT))
          .addVar("ts", SimpleType.TIMESTAMP)
          .addVar("du", SimpleType.DURATION)
          .addVar("json", SimpleType.DYN)
          .build();

  private static final Scope SCOPE =
      Scope.of(
          Map.ofEntries(
              Map.entry("i", Simple.INT),
              Map.entry("j", Simple.INT),
              Map.entry("d", Simple.DOUBLE),
              Map.entry("e", Simple.DOUBLE),
              Map.entry("s", Simple.STRING),
              Map.entry("t", Simple.STRING),
              Map.entry("b", Simple.BOOL),
              Map.entry("c", Simple.BOOL),
              Map.entry("xs", new Type.ListOf(Simple.INT)),
              Map.entry("ss", new Type.ListOf(Simple.STRING)),
              Map.entry("m", new Type.MapOf(Simple.STRING, Simple.INT)),
              Map.entry("ts", Simple.TIMESTAMP),
              Map.entry("du", Simple.DURATION),
              Map.entry("json", Simple.ANY)));

  /// What both sides said, for the message.
  private record Disagreement(
      String expression, Map<String, Object> names, String ours, String theirs) {
    @Override
    public String toString() {
      return expression
          + "\n  names  "
          + names
          + "\n  ours   "
          + ours
          + "\n  theirs "
          + theirs
          + "\n";
    }
  }

  @Test
  void expressionsMeanWhatTheyMeanInCel() {
    Random random = new Random(SEED);
    ExpressionGenerator generator = new ExpressionGenerator(random);
    List<Disagreement> disagreements = new ArrayList<>();
    int compared = 0;
    int values = 0;
    for (int n = 0; n < COUNT; n++) {
      String expression = generator.expression(1 + random.nextInt(DEPTH));
      Map<String, Object> names = names(random);
      Optional<Object> theirs = cel(expression, names);
      if (theirs.isEmpty()) {
        continue;
      }
      compared++;
      Object ours = flowstone(expression, names);
      boolean bothFail = theirs.get() instanceof Failed && ours instanceof Failed;
      values += theirs.get() instanceof Failed ? 0 : 1;
      if (!bothFail
          && !same(ours, theirs.get())
          && !KnownDifferences.explain(expression, ours.toString(), theirs.get().toString())) {
        disagreements.add(
            new Disagreement(expression, names, ours.toString(), theirs.get().toString()));
      }
    }
    System.out.println(
        "compared "
            + compared
            + " of "
            + COUNT
            + " expressions with cel-java, "
            + values
            + " with a value");
    assertEquals(
        List.of(),
        disagreements.subList(0, Math.min(25, disagreements.size())),
        disagreements.size() + " disagreements; seed " + SEED);
    assertTrue(compared > COUNT * 3 / 4, "cel-java accepts only " + compared + " of " + COUNT);
    assertTrue(values > COUNT / 3, "only " + values + " have a value");
  }

  record Failed(String message) {}

  /// Empty where CEL's checker refuses: there nothing is defined.
  private static Optional<Object> cel(String expression, Map<String, Object> names) {
    CelRuntime.Program program;
    try {
      program = CEL.createProgram(CEL.compile(expression).getAst());
    } catch (CelValidationException e) {
      return Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.of(new Failed("planning: " + e.getMessage()));
    }
    try {
      return Optional.of(program.eval(names));
    } catch (CelEvaluationException | RuntimeException e) {
      return Optional.of(new Failed(causes(e)));
    }
  }

  private static String causes(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append("; ");
    }
    return all.toString();
  }

  private static Object flowstone(String expression, Map<String, Object> names) {
    Parsed<Expr> parsed = TextParser.celExpression(new SourceText("generated", expression));
    if (parsed.value().isEmpty()) {
      return new Failed("parse: " + parsed.diagnostics().getFirst().message());
    }
    Checked checked = Checker.check(parsed.value().get(), SCOPE);
    Optional<String> refusal =
        checked.diagnostics().stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .map(diagnostic -> diagnostic.message())
            .findFirst();
    if (refusal.isPresent()) {
      return new Failed("check: " + refusal.get());
    }
    Map<String, Value> values = new LinkedHashMap<>();
    names.forEach((name, value) -> values.put(name, value(value)));
    return switch (Evaluation.evaluate(checked.expression(), Environment.of(values))) {
      case Evaluated.Ok(Value value) -> value;
      case Evaluated.Failed(var error) -> new Failed(error.kind() + ": " + error.message());
    };
  }

  private static boolean same(Object ours, Object theirs) {
    return ours instanceof Value value
        && !(theirs instanceof Failed)
        && agree(value, value(theirs));
  }

  private static boolean agree(Value ours, Value theirs) {
    return switch (ours) {
      case Value.Double(double a, var _) ->
          theirs instanceof Value.Double(double b, var _)
              && (a == b || (Double.isNaN(a) && Double.isNaN(b)));
      case Value.Items(List<Value> a) -> {
        if (!(theirs instanceof Value.Items(List<Value> b)) || a.size() != b.size()) {
          yield false;
        }
        boolean all = true;
        for (int n = 0; n < a.size(); n++) {
          all &= agree(a.get(n), b.get(n));
        }
        yield all;
      }
      case Value.Fields(Map<Value, Value> a) ->
          theirs instanceof Value.Fields(Map<Value, Value> b)
              && a.keySet().equals(b.keySet())
              && a.entrySet().stream()
                  .allMatch(entry ->
                      agree(entry.getValue(), b.getOrDefault(entry.getKey(), entry.getKey())));
      case Value other -> other.equals(theirs);
    };
  }

  private static Value value(Object object) {
    return switch (object) {
      case Long number -> new Value.Int(number);
      case Double number -> Value.Double.of(number);
      case String text -> new Value.Text(text);
      case Boolean truth -> new Value.Bool(truth);
      case Instant instant -> new Value.Timestamp(instant);
      case Duration duration -> new Value.Span(duration);
      case List<?> list -> new Value.Items(list.stream().map(DifferentialTest::value).toList());
      case Map<?, ?> map -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        map.forEach((key, content) -> entries.put(value(key), value(content)));
        yield new Value.Fields(entries);
      }
      case Optional<?> optional -> new Value.Maybe(optional.map(DifferentialTest::value));
      default -> {
        assertTrue(object.toString().contains("NULL_VALUE"), () -> "a " + object.getClass());
        yield Value.Null.NULL;
      }
    };
  }

  private static Map<String, Object> names(Random random) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("i", integer(random));
    names.put("j", integer(random));
    names.put("d", fraction(random));
    names.put("e", fraction(random));
    names.put("s", text(random));
    names.put("t", text(random));
    names.put("b", random.nextBoolean());
    names.put("c", random.nextBoolean());
    names.put(
        "xs", random.ints(random.nextInt(5), -3, 10).mapToObj(x -> (Object) (long) x).toList());
    names.put("ss", List.of(text(random), text(random)));
    names.put("m", Map.of("a", integer(random), "b", 2L));
    names.put("ts", Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000) * 1_000_000L));
    names.put("du", Duration.ofMillis(random.nextInt(100_000_000) - 50_000_000));
    names.put(
        "json",
        Map.of(
            "n", integer(random),
            "f", fraction(random),
            "s", text(random),
            "list", List.of(1L, 2.5, "a"),
            "map", Map.of("x", List.of(1L), "n", 1L),
            "nothing", com.google.protobuf.NullValue.NULL_VALUE));
    return names;
  }

  private static Object integer(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextLong();
      case 1 -> Long.MIN_VALUE;
      default -> (long) random.nextInt(20) - 5;
    };
  }

  private static Object fraction(Random random) {
    return random.nextInt(6) == 0 ? (double) random.nextInt(10) : random.nextGaussian() * 1000;
  }

  private static String text(Random random) {
    String alphabet = "aabbc, .A1é%";
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      out.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return random.nextInt(10) == 0 ? out + "🐱" : out.toString();
  }
}
