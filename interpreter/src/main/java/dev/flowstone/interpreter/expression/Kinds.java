package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;

/// What values are called in messages, and the operands that operations ask for.
final class Kinds {

  private static final int SHOWN = 60;

  private Kinds() {}

  static String of(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _ -> "bool";
      case Value.Int _ -> "int";
      case Value.BigInt _ -> "integer beyond 64 bits";
      case Value.Double _ -> "double";
      case Value.Text _ -> "string";
      case Value.Timestamp _ -> "timestamp";
      case Value.Span _ -> "duration";
      case Value.Items _ -> "list";
      case Value.Fields _ -> "map";
      case Value.Maybe _ -> "optional";
    };
  }

  static String shown(String text) {
    String head = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "'" + head + "'";
  }

  static boolean bool(Value value) {
    if (value instanceof Value.Bool(boolean truth)) {
      return truth;
    }
    throw wanted("bool", value);
  }

  static long integer(Value value) {
    if (value instanceof Value.Int(long number)) {
      return number;
    }
    throw wanted("int", value);
  }

  static double fraction(Value value) {
    if (value instanceof Value.Double(double number, var _)) {
      return number;
    }
    throw wanted("double", value);
  }

  static String text(Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw wanted("string", value);
  }

  static Value.Items list(Value value) {
    if (value instanceof Value.Items items) {
      return items;
    }
    throw wanted("list", value);
  }

  static Value.Fields map(Value value) {
    if (value instanceof Value.Fields fields) {
      return fields;
    }
    throw wanted("map", value);
  }

  static Value.Maybe maybe(Value value) {
    if (value instanceof Value.Maybe maybe) {
      return maybe;
    }
    throw wanted("optional", value);
  }

  static Failure wanted(String kind, Value saw) {
    return Failure.overload(() -> "expected a value of type " + kind + ", saw " + of(saw));
  }
}
