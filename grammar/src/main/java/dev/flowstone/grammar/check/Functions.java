package dev.flowstone.grammar.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The functions that an expression may call, with every way to call them. Macros and operators are
/// elsewhere.
final class Functions {

  private static final String TABLE =
      """
      size(string): int = SIZE
      size([A]): int = SIZE
      size({K: V}): int = SIZE
      string . size(): int = SIZE
      [A] . size(): int = SIZE
      {K: V} . size(): int = SIZE
      int(int): int = TO_INT
      int(double): int = TO_INT
      int(string): int = TO_INT
      int(timestamp): int = TO_INT
      double(double): double = TO_DOUBLE
      double(int): double = TO_DOUBLE
      double(string): double = TO_DOUBLE
      string(string): string = TO_STRING
      string(bool): string = TO_STRING
      string(number): string = TO_STRING
      string(timestamp): string = TO_STRING
      string(duration): string = TO_STRING
      bool(bool): bool = TO_BOOL
      bool(string): bool = TO_BOOL
      timestamp(timestamp): timestamp = TO_TIMESTAMP
      timestamp(string): timestamp = TO_TIMESTAMP
      timestamp(int): timestamp = TO_TIMESTAMP
      duration(duration): duration = TO_DURATION
      duration(string): duration = TO_DURATION
      string . contains(string): bool = CONTAINS
      string . startsWith(string): bool = STARTS_WITH
      string . endsWith(string): bool = ENDS_WITH
      string . matches(string): bool = MATCHES
      matches(string, string): bool = MATCHES
      string . charAt(int): string = CHAR_AT
      string . indexOf(string): int = INDEX_OF
      string . indexOf(string, int): int = INDEX_OF
      string . lastIndexOf(string): int = LAST_INDEX_OF
      string . lastIndexOf(string, int): int = LAST_INDEX_OF
      [string] . join(): string = JOIN
      [string] . join(string): string = JOIN
      string . lowerAscii(): string = LOWER_ASCII
      string . upperAscii(): string = UPPER_ASCII
      string . replace(string, string): string = REPLACE
      string . replace(string, string, int): string = REPLACE
      string . split(string): [string] = SPLIT
      string . split(string, int): [string] = SPLIT
      string . substring(int): string = SUBSTRING
      string . substring(int, int): string = SUBSTRING
      string . trim(): string = TRIM
      string . reverse(): string = REVERSE
      strings.quote(string): string = QUOTE
      string . format([A]): string = FORMAT
      [A] . distinct(): [A] = DISTINCT
      [A] . flatten(): [any] = FLATTEN
      [A] . flatten(int): [any] = FLATTEN
      lists.range(int): [int] = RANGE
      [A] . reverse(): [A] = REVERSE
      [A] . slice(int, int): [A] = SLICE
      [A] . sort(): [A] = SORT
      [A] . first(): optional(A) = FIRST
      [A] . last(): optional(A) = LAST
      {K: V} . merge({K: V}): {K: V} = MERGE
      math.greatest(int...): int = GREATEST
      math.greatest(double...): double = GREATEST
      math.greatest(number...): number = GREATEST
      math.greatest([int]): int = GREATEST
      math.greatest([double]): double = GREATEST
      math.greatest([number]): number = GREATEST
      math.least(int...): int = LEAST
      math.least(double...): double = LEAST
      math.least(number...): number = LEAST
      math.least([int]): int = LEAST
      math.least([double]): double = LEAST
      math.least([number]): number = LEAST
      math.ceil(double): double = CEIL
      math.floor(double): double = FLOOR
      math.round(double): double = ROUND
      math.trunc(double): double = TRUNC
      math.abs(int): int = ABS
      math.abs(double): double = ABS
      math.sign(int): int = SIGN
      math.sign(double): double = SIGN
      math.isNaN(double): bool = IS_NAN
      math.isInf(double): bool = IS_INF
      math.isFinite(double): bool = IS_FINITE
      math.sqrt(number): double = SQRT
      math.bitAnd(int, int): int = BIT_AND
      math.bitOr(int, int): int = BIT_OR
      math.bitXor(int, int): int = BIT_XOR
      math.bitNot(int): int = BIT_NOT
      math.bitShiftLeft(int, int): int = BIT_SHIFT_LEFT
      math.bitShiftRight(int, int): int = BIT_SHIFT_RIGHT
      timestamp . getFullYear(): int = GET_FULL_YEAR
      timestamp . getFullYear(string): int = GET_FULL_YEAR
      timestamp . getMonth(): int = GET_MONTH
      timestamp . getMonth(string): int = GET_MONTH
      timestamp . getDayOfYear(): int = GET_DAY_OF_YEAR
      timestamp . getDayOfYear(string): int = GET_DAY_OF_YEAR
      timestamp . getDayOfMonth(): int = GET_DAY_OF_MONTH
      timestamp . getDayOfMonth(string): int = GET_DAY_OF_MONTH
      timestamp . getDate(): int = GET_DATE
      timestamp . getDate(string): int = GET_DATE
      timestamp . getDayOfWeek(): int = GET_DAY_OF_WEEK
      timestamp . getDayOfWeek(string): int = GET_DAY_OF_WEEK
      timestamp . getHours(): int = GET_HOURS
      timestamp . getHours(string): int = GET_HOURS
      timestamp . getMinutes(): int = GET_MINUTES
      timestamp . getMinutes(string): int = GET_MINUTES
      timestamp . getSeconds(): int = GET_SECONDS
      timestamp . getSeconds(string): int = GET_SECONDS
      timestamp . getMilliseconds(): int = GET_MILLISECONDS
      timestamp . getMilliseconds(string): int = GET_MILLISECONDS
      duration . getHours(): int = GET_HOURS
      duration . getMinutes(): int = GET_MINUTES
      duration . getSeconds(): int = GET_SECONDS
      duration . getMilliseconds(): int = GET_MILLISECONDS
      timestamp . addMonths(int): timestamp = ADD_MONTHS
      optional.of(A): optional(A) = OPTIONAL_OF
      optional.ofNonZeroValue(A): optional(A) = OPTIONAL_OF_NON_ZERO_VALUE
      optional.none(): optional(A) = OPTIONAL_NONE
      optional.unwrap([optional(A)]): [A] = OPTIONAL_UNWRAP
      [optional(A)] . unwrapOpt(): [A] = OPTIONAL_UNWRAP
      optional(A) . hasValue(): bool = OPTIONAL_HAS_VALUE
      optional(A) . value(): A = OPTIONAL_VALUE
      optional(A) . or(optional(A)): optional(A) = OPTIONAL_OR
      optional(A) . orValue(A): A = OPTIONAL_OR_VALUE
      """;

  /// What people write who come from another language, by what it is called here.
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("len", "use size(…)"),
          Map.entry("length", "use size(…)"),
          Map.entry("count", "use size(…)"),
          Map.entry("toUpperCase", "use .upperAscii()"),
          Map.entry("upper", "use .upperAscii()"),
          Map.entry("toLowerCase", "use .lowerAscii()"),
          Map.entry("lower", "use .lowerAscii()"),
          Map.entry("includes", "use .contains(…), or x in list"),
          Map.entry("toString", "use string(…)"),
          Map.entry("str", "use string(…)"),
          Map.entry("concat", "use +"),
          Map.entry("float", "use double(…)"),
          Map.entry("number", "use int(…) or double(…)"),
          Map.entry("type", "types are not values here"),
          Map.entry("now", "an expression has no clock: use run.time, or a step"),
          Map.entry("today", "an expression has no clock: use run.time, or a step"),
          Map.entry("random", "an expression is the same on every run: use a step"),
          Map.entry("uuid", "an expression is the same on every run: use run.id, or a step"),
          Map.entry("env", "an expression sees no environment: pass it as input"));

  private static final Map<String, List<Signature>> BY_NAME =
      TABLE
          .lines()
          .map(Signature::parse)
          .collect(Collectors.groupingBy(Functions::key, LinkedHashMap::new, Collectors.toList()));

  private Functions() {}

  private static String key(Signature signature) {
    return (signature.method() ? "." : "") + signature.name();
  }

  /// `math.abs`, `size`
  static List<Signature> global(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  static List<Signature> method(String name) {
    return BY_NAME.getOrDefault("." + name, List.of());
  }

  static Set<String> globals() {
    return names(false);
  }

  static Set<String> methods() {
    return names(true);
  }

  private static Set<String> names(boolean methods) {
    Set<String> names = new LinkedHashSet<>();
    for (String key : BY_NAME.keySet()) {
      if (key.startsWith(".") == methods) {
        names.add(methods ? key.substring(1) : key);
      }
    }
    return names;
  }

  static Optional<String> advice(String name) {
    return Optional.ofNullable(ELSEWHERE.get(name));
  }

  /// Every signature as it is written in the table, for the documentation.
  static List<String> lines() {
    return TABLE.lines().toList();
  }
}
