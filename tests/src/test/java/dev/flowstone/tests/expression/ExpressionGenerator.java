package dev.flowstone.tests.expression;

import java.util.List;
import java.util.Random;

/// Makes expressions of plain CEL that a type checker mostly accepts, from a seed, over the names
/// of `DifferentialTest`.
final class ExpressionGenerator {

  private final Random random;
  private int fresh;

  ExpressionGenerator(Random random) {
    this.random = random;
  }

  enum Kind {
    INT,
    DOUBLE,
    STRING,
    BOOL,
    INTS,
    STRINGS,
    MAP,
    TIMESTAMP,
    DURATION,
    ANY
  }

  String expression(int depth) {
    Kind[] kinds = Kind.values();
    return of(kinds[random.nextInt(kinds.length)], depth);
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String variable() {
    return "v" + fresh++;
  }

  private String of(Kind kind, int depth) {
    if (depth <= 0 || random.nextInt(8) == 0) {
      return leaf(kind);
    }
    if (random.nextInt(14) == 0) {
      return "("
          + of(Kind.BOOL, depth - 1)
          + " ? "
          + of(kind, depth - 1)
          + " : "
          + of(kind, depth - 1)
          + ")";
    }
    if (random.nextInt(20) == 0) {
      String name = variable();
      Kind bound = one("i", "s").equals("i") ? Kind.INT : Kind.STRING;
      String use = random.nextBoolean() ? of(kind, depth - 1) : using(kind, bound, name, depth - 1);
      return "cel.bind(" + name + ", " + of(bound, depth - 1) + ", " + use + ")";
    }
    return switch (kind) {
      case INT -> integer(depth - 1);
      case DOUBLE -> fraction(depth - 1);
      case STRING -> text(depth - 1);
      case BOOL -> truth(depth - 1);
      case INTS -> ints(depth - 1);
      case STRINGS -> strings(depth - 1);
      case MAP -> map(depth - 1);
      case TIMESTAMP -> timestamp(depth - 1);
      case DURATION -> duration(depth - 1);
      case ANY -> any(depth - 1);
    };
  }

  /// An expression that uses a local name.
  private String using(Kind kind, Kind local, String name, int depth) {
    return switch (kind) {
      case BOOL ->
          local == Kind.INT
              ? "("
                  + name
                  + " "
                  + one("<", ">", "==", "!=", "<=", ">=")
                  + " "
                  + of(Kind.INT, depth)
                  + ")"
              : one(
                  name + ".startsWith('a')",
                  name + " == s",
                  name + ".contains(" + of(Kind.STRING, depth) + ")",
                  name + " in ss");
      case INT ->
          local == Kind.INT
              ? "(" + name + " " + one("+", "-", "*", "/", "%") + " " + of(Kind.INT, depth) + ")"
              : "size(" + name + ")";
      case STRING ->
          local == Kind.INT
              ? "string(" + name + ")"
              : "(" + name + " + " + of(Kind.STRING, depth) + ")";
      case INTS -> local == Kind.INT ? "[" + name + ", i]" : "[size(" + name + ")]";
      case STRINGS -> local == Kind.INT ? "[string(" + name + ")]" : "[" + name + ", s]";
      case DOUBLE, MAP, TIMESTAMP, DURATION, ANY -> of(kind, depth);
    };
  }

  private String leaf(Kind kind) {
    return switch (kind) {
      case INT ->
          one(
              "i",
              "j",
              "0",
              "1",
              "2",
              "-3",
              "7",
              "100",
              "9223372036854775807",
              "-9223372036854775807",
              "m.a",
              "m['b']");
      case DOUBLE ->
          one("d", "e", "0.0", "1.0", "-2.5", "3.75", "0.1", "1e10", "1e-3", "9007199254740993.0");
      case STRING ->
          one(
              "s",
              "t",
              "''",
              "'a'",
              "'abc'",
              "'a,b,,c'",
              "' x '",
              "'\\u00e9\\U0001F431b'",
              "'12'",
              "'-1.5'",
              "'true'",
              "'%'");
      case BOOL -> one("b", "c", "true", "false");
      case INTS -> one("xs", "[]", "[1, 2, 3]", "[3, 1, 2, 1]", "[i, j]");
      case STRINGS -> one("ss", "['a', 'b']", "[s, t]", "['b', 'a', 'b']");
      case MAP -> one("m", "{}", "{'a': 1}", "{'b': 2, 'a': i}");
      case TIMESTAMP ->
          one(
              "ts",
              "timestamp('2026-03-29T01:30:00Z')",
              "timestamp('1969-12-31T23:59:59.5Z')",
              "timestamp(0)");
      case DURATION -> one("du", "duration('90s')", "duration('-1h30m')", "duration('1.5s')");
      case ANY ->
          one(
              "json",
              "json.n",
              "json.f",
              "json.list",
              "json.map.x",
              "json.nothing",
              "dyn(1)",
              "dyn('a')",
              "dyn(1.0)",
              "null");
    };
  }

  private String integer(int depth) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2 ->
          "("
              + of(Kind.INT, depth)
              + " "
              + one("+", "-", "*", "/", "%")
              + " "
              + of(Kind.INT, depth)
              + ")";
      case 3 -> "-(" + of(Kind.INT, depth) + ")";
      case 4 -> "size(" + of(any(Kind.STRING, Kind.INTS, Kind.STRINGS, Kind.MAP), depth) + ")";
      case 5 -> "int(" + of(any(Kind.INT, Kind.DOUBLE, Kind.STRING, Kind.TIMESTAMP), depth) + ")";
      case 6 -> of(Kind.INTS, depth) + "[" + of(Kind.INT, 0) + "]";
      case 7 ->
          of(Kind.STRING, depth)
              + "."
              + one("indexOf", "lastIndexOf")
              + "("
              + of(Kind.STRING, depth)
              + ")";
      case 8 ->
          of(Kind.STRING, depth)
              + "."
              + one("indexOf", "lastIndexOf")
              + "("
              + of(Kind.STRING, 0)
              + ", "
              + one("0", "1", "2", "3", "5")
              + ")";
      case 9 -> "math." + one("abs", "sign", "bitNot") + "(" + of(Kind.INT, depth) + ")";
      case 10 ->
          "math."
              + one("bitAnd", "bitOr", "bitXor", "bitShiftLeft", "bitShiftRight")
              + "("
              + of(Kind.INT, depth)
              + ", "
              + of(Kind.INT, depth)
              + ")";
      case 11 ->
          "math."
              + one("greatest", "least")
              + "("
              + of(Kind.INT, depth)
              + ", "
              + of(Kind.INT, depth)
              + ")";
      case 12 ->
          of(Kind.TIMESTAMP, depth)
              + "."
              + accessor()
              + "("
              + one("", "", "'UTC'", "'Europe/Paris'", "'-02:30'", "'America/New_York'")
              + ")";
      case 13 ->
          of(Kind.DURATION, depth)
              + "."
              + one("getHours", "getMinutes", "getSeconds", "getMilliseconds")
              + "()";
      case 14 -> of(Kind.MAP, depth) + one(".a", "['b']", ".missing", "[s]");
      default ->
          of(Kind.INTS, depth) + one("[?0]", "[?9]") + ".orValue(" + of(Kind.INT, depth) + ")";
    };
  }

  private Kind any(Kind... kinds) {
    return kinds[random.nextInt(kinds.length)];
  }

  private String accessor() {
    return one(
        "getFullYear",
        "getMonth",
        "getDayOfYear",
        "getDayOfMonth",
        "getDate",
        "getDayOfWeek",
        "getHours",
        "getMinutes",
        "getSeconds",
        "getMilliseconds");
  }

  private String fraction(int depth) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 ->
          "("
              + of(Kind.DOUBLE, depth)
              + " "
              + one("+", "-", "*", "/")
              + " "
              + of(Kind.DOUBLE, depth)
              + ")";
      case 3 -> "double(" + of(any(Kind.INT, Kind.DOUBLE, Kind.STRING), depth) + ")";
      case 4 ->
          "math."
              + one("ceil", "floor", "round", "trunc", "abs", "sign", "sqrt")
              + "("
              + of(Kind.DOUBLE, depth)
              + ")";
      default ->
          "math."
              + one("greatest", "least")
              + "("
              + of(Kind.DOUBLE, depth)
              + ", "
              + of(Kind.DOUBLE, depth)
              + ")";
    };
  }

  private String text(int depth) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> "(" + of(Kind.STRING, depth) + " + " + of(Kind.STRING, depth) + ")";
      case 2 ->
          "string("
              + of(
                  any(Kind.INT, Kind.DOUBLE, Kind.STRING, Kind.BOOL, Kind.TIMESTAMP, Kind.DURATION),
                  depth)
              + ")";
      case 3 ->
          of(Kind.STRING, depth)
              + ".substring("
              + one("0", "1", "2", "9")
              + one("", ", 3", ", 1")
              + ")";
      case 4 -> of(Kind.STRING, depth) + ".charAt(" + of(Kind.INT, 0) + ")";
      case 5 ->
          of(Kind.STRING, depth) + "." + one("lowerAscii", "upperAscii", "trim", "reverse") + "()";
      case 6 ->
          of(Kind.STRING, depth)
              + ".replace("
              + of(Kind.STRING, 0)
              + ", "
              + of(Kind.STRING, 0)
              + one("", ", 1", ", -1", ", 0")
              + ")";
      case 7 -> of(Kind.STRINGS, depth) + ".join(" + one("", "','", "s") + ")";
      case 8 -> of(Kind.STRINGS, depth) + "[" + of(Kind.INT, 0) + "]";
      case 9 -> "strings.quote(" + of(Kind.STRING, depth) + ")";
      case 10 ->
          "optional.ofNonZeroValue("
              + of(Kind.STRING, depth)
              + ").orValue("
              + of(Kind.STRING, depth)
              + ")";
      default ->
          "'"
              + one("%s", "%s-%s", "%d", "%.2f", "%x", "%%", "%e")
              + "'.format(["
              + of(any(Kind.INT, Kind.DOUBLE, Kind.STRING), depth)
              + ", "
              + of(Kind.INT, 0)
              + "])";
    };
  }

  private String truth(int depth) {
    return switch (random.nextInt(16)) {
      case 0, 1 ->
          "(" + of(Kind.BOOL, depth) + " " + one("&&", "||") + " " + of(Kind.BOOL, depth) + ")";
      case 2 -> "!" + of(Kind.BOOL, depth);
      case 3, 4, 5 -> {
        Kind kind =
            any(Kind.INT, Kind.DOUBLE, Kind.STRING, Kind.BOOL, Kind.TIMESTAMP, Kind.DURATION);
        yield "("
            + of(kind, depth)
            + " "
            + one("==", "!=", "<", "<=", ">", ">=")
            + " "
            + of(kind, depth)
            + ")";
      }
      case 6 -> {
        Kind kind = any(Kind.INTS, Kind.STRINGS, Kind.MAP, Kind.ANY);
        yield "(" + of(kind, depth) + " " + one("==", "!=") + " " + of(kind, depth) + ")";
      }
      case 7 -> "(" + of(Kind.INT, depth) + " in " + of(Kind.INTS, depth) + ")";
      case 8 ->
          "(" + of(Kind.STRING, depth) + " in " + of(any(Kind.STRINGS, Kind.MAP), depth) + ")";
      case 9 ->
          of(Kind.STRING, depth)
              + "."
              + one("contains", "startsWith", "endsWith")
              + "("
              + of(Kind.STRING, depth)
              + ")";
      case 10 ->
          of(Kind.STRING, depth)
              + ".matches("
              + one("'a'", "'^[a-z]*$'", "'(a|b)+c?'", "s", "'('")
              + ")";
      case 11 -> quantified(Kind.INTS, Kind.INT, depth);
      case 12 -> quantified(Kind.STRINGS, Kind.STRING, depth);
      case 13 -> "has(" + of(Kind.MAP, depth) + one(".a", ".zz") + ")";
      case 14 -> "bool(" + of(any(Kind.STRING, Kind.BOOL), depth) + ")";
      default ->
          one(
              "has(json.n)",
              "has(json.zz)",
              "json.n == 1",
              "json.list.exists(x, x == 2)",
              "json.?zz.hasValue()",
              "dyn(i) < d",
              "(dyn(s) == i)");
    };
  }

  private String quantified(Kind list, Kind element, int depth) {
    String name = variable();
    if (random.nextInt(4) == 0) {
      return of(list, depth)
          + "."
          + one("all", "exists", "existsOne")
          + "(n, "
          + name
          + ", n "
          + one(">", "==")
          + " 0 "
          + one("||", "&&")
          + " "
          + using(Kind.BOOL, element, name, depth)
          + ")";
    }
    return of(list, depth)
        + "."
        + one("all", "exists", "exists_one")
        + "("
        + name
        + ", "
        + using(Kind.BOOL, element, name, depth)
        + ")";
  }

  private String ints(int depth) {
    String name = variable();
    return switch (random.nextInt(11)) {
      case 0 -> "(" + of(Kind.INTS, depth) + " + " + of(Kind.INTS, depth) + ")";
      case 1, 2 ->
          of(Kind.INTS, depth)
              + ".map("
              + name
              + ", "
              + using(Kind.INT, Kind.INT, name, depth)
              + ")";
      case 3 ->
          of(Kind.INTS, depth)
              + ".filter("
              + name
              + ", "
              + using(Kind.BOOL, Kind.INT, name, depth)
              + ")";
      case 4 ->
          of(Kind.STRINGS, depth)
              + ".map("
              + name
              + ", "
              + using(Kind.INT, Kind.STRING, name, depth)
              + ")";
      case 5 -> of(Kind.INTS, depth) + "." + one("sort", "distinct", "reverse") + "()";
      case 6 -> of(Kind.INTS, depth) + ".slice(" + one("0", "1") + ", " + one("1", "2", "3") + ")";
      case 7 -> "lists.range(" + one("0", "3", "size(s)") + ")";
      case 8 -> "[" + of(Kind.INTS, depth) + ", " + of(Kind.INTS, depth) + "].flatten()";
      case 9 -> of(Kind.INTS, depth) + ".transformList(n, " + name + ", n > 0, n + " + name + ")";
      default ->
          "["
              + of(Kind.INT, depth)
              + ", "
              + of(Kind.INT, depth)
              + ", ?"
              + of(Kind.INTS, depth)
              + "[?0]]";
    };
  }

  private String strings(int depth) {
    String name = variable();
    return switch (random.nextInt(9)) {
      case 0 -> "(" + of(Kind.STRINGS, depth) + " + " + of(Kind.STRINGS, depth) + ")";
      case 1 ->
          of(Kind.STRINGS, depth)
              + ".map("
              + name
              + ", "
              + using(Kind.STRING, Kind.STRING, name, depth)
              + ")";
      case 2 ->
          of(Kind.STRINGS, depth)
              + ".filter("
              + name
              + ", "
              + using(Kind.BOOL, Kind.STRING, name, depth)
              + ")";
      case 3 ->
          of(Kind.STRING, depth)
              + ".split("
              + of(Kind.STRING, 0)
              + one("", ", 0", ", 1", ", 2", ", -1")
              + ")";
      case 4 -> of(Kind.STRINGS, depth) + "." + one("sort", "distinct", "reverse") + "()";
      case 5 ->
          of(Kind.STRINGS, depth)
              + ".sortBy("
              + name
              + ", "
              + using(Kind.INT, Kind.STRING, name, 0)
              + ")";
      case 6 ->
          of(Kind.MAP, depth)
              + ".map("
              + name
              + ", "
              + using(Kind.STRING, Kind.STRING, name, depth)
              + ").sort()";
      case 7 -> of(Kind.INTS, depth) + ".map(" + name + ", string(" + name + "))";
      default -> "[" + of(Kind.STRING, depth) + ", " + of(Kind.STRING, depth) + "]";
    };
  }

  private String map(int depth) {
    String name = variable();
    return switch (random.nextInt(4)) {
      case 0 ->
          "{'a': "
              + of(Kind.INT, depth)
              + ", "
              + one("'b'", "'c'", "(s)")
              + ": "
              + of(Kind.INT, depth)
              + "}";
      case 1 ->
          of(Kind.MAP, depth)
              + ".transformMap(k, "
              + name
              + ", "
              + using(Kind.INT, Kind.INT, name, depth)
              + ")";
      case 2 ->
          of(Kind.MAP, depth)
              + ".transformMap(k, "
              + name
              + ", "
              + using(Kind.BOOL, Kind.INT, name, depth)
              + ", size(k))";
      default -> "{?'a': " + of(Kind.INTS, depth) + "[?0], 'z': " + of(Kind.INT, depth) + "}";
    };
  }

  private String timestamp(int depth) {
    return switch (random.nextInt(4)) {
      case 0, 1 ->
          "("
              + of(Kind.TIMESTAMP, depth)
              + " "
              + one("+", "-")
              + " "
              + of(Kind.DURATION, depth)
              + ")";
      case 2 -> "timestamp(" + of(any(Kind.INT, Kind.TIMESTAMP), depth) + ")";
      default -> "timestamp(string(" + of(Kind.TIMESTAMP, depth) + "))";
    };
  }

  private String duration(int depth) {
    return switch (random.nextInt(4)) {
      case 0, 1 ->
          "("
              + of(Kind.DURATION, depth)
              + " "
              + one("+", "-")
              + " "
              + of(Kind.DURATION, depth)
              + ")";
      case 2 -> "(" + of(Kind.TIMESTAMP, depth) + " - " + of(Kind.TIMESTAMP, depth) + ")";
      default -> "duration(string(" + of(Kind.DURATION, depth) + "))";
    };
  }

  private String any(int depth) {
    List<String> operators = List.of("+", "-", "*", "/");
    return switch (random.nextInt(7)) {
      case 0 -> "dyn(" + of(any(Kind.INT, Kind.STRING, Kind.INTS, Kind.MAP), depth) + ")";
      case 1 ->
          "("
              + of(Kind.ANY, depth)
              + " "
              + operators.get(random.nextInt(4))
              + " "
              + of(any(Kind.INT, Kind.DOUBLE, Kind.STRING), depth)
              + ")";
      case 2 -> of(Kind.ANY, depth) + one(".n", ".x", "[0]", "['n']", "[dyn(1.0)]");
      case 3 -> "json.list.map(x, " + one("x", "x == 1", "dyn(x) + 1", "[x]") + ")";
      case 4 ->
          "json."
              + one("?n", "?zz", "?map.?x", "?map.?zz.?y")
              + ".orValue("
              + of(Kind.ANY, depth)
              + ")";
      case 5 -> "[" + of(Kind.ANY, depth) + ", " + of(Kind.INT, depth) + "]";
      default -> "{'k': " + of(Kind.ANY, depth) + "}";
    };
  }
}
