package dev.flowstone.tests.expression;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Where the language means something else than cel-java 0.14, each with its reason. The page on
/// expressions lists those that are ours.
final class KnownDifferences {

  /// What both sides said of one expression.
  record Said(String expression, String ours, String theirs) {}

  private record Difference(String reason, Predicate<Said> holds) {}

  private static final Pattern ARITHMETIC =
      Pattern.compile("No matching overload for function '_[-+*/]_'");
  private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.\\d*0s");

  private static final List<Difference> ALL =
      List.of(
          new Difference(
              "cel-java fails on sums of durations that come out negative and fractional",
              said -> said.theirs().contains("Nanos must have the same sign as seconds")),
          new Difference(
              "ours: an int and a double can be computed with",
              said ->
                  ARITHMETIC.matcher(said.theirs()).find()
                      && !said.ours().startsWith("Failed[message=check")),
          new Difference(
              "cel-java looks for nothing at the end of a string, and fails on the empty one",
              said -> said.theirs().contains("ndexOf failure: Offset out of range")),
          new Difference(
              "the same, where && or || would forget the other side's error",
              said ->
                  said.theirs().startsWith("Failed")
                      && !said.ours().startsWith("Failed")
                      && said.expression().contains("&&")
                      && said.expression().contains("duration('1.5s')")),
          new Difference(
              "cel-java loses the variable of a macro around a sortBy",
              said -> said.expression().contains("sortBy") && said.theirs().contains("'size'")),
          new Difference(
              "cel-java cannot split the empty string without a limit",
              said -> said.theirs().contains("must be greater than zero: 0")),
          new Difference(
              "cel-java refuses to round what does not fit an int, although the result is a double",
              said -> said.theirs().contains("math_round_double")),
          new Difference(
              "ours: string(x) gives a number as it was written",
              said ->
                  said.expression().contains("string(9007199254740993.0)")
                      && !said.ours().startsWith("Failed")),
          new Difference(
              "cel-java writes the fraction of a duration in groups of three digits, we without"
                  + " trailing zeros",
              said -> TRAILING_ZEROS.matcher(said.theirs()).find()));

  private KnownDifferences() {}

  static boolean explain(String expression, String ours, String theirs) {
    Said said = new Said(expression, ours, theirs);
    return ALL.stream().anyMatch(difference -> difference.holds().test(said));
  }
}
