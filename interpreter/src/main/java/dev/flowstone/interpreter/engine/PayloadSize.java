package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.value.Value;
import java.util.Map;

/// How large a value is as JSON, in bytes, without writing it.
final class PayloadSize {
  private static final int SCALAR = 24;

  private PayloadSize() {}

  /// Exact for text without escapes, else a little off.
  static long of(Value value) {
    return switch (value) {
      case Value.Null _ -> 4;
      case Value.Bool _ -> 5;
      case Value.Int _ -> SCALAR;
      case Value.BigInt(var number) -> number.bitLength() / 3L + 2;
      case Value.Double(double _, String text) -> text.length();
      case Value.Text(String text) -> utf8(text) + 2;
      case Value.Timestamp _, Value.Span _ -> 2 * SCALAR;
      case Value.Items(var values) -> {
        long sum = 2;
        for (Value each : values) {
          sum += of(each) + 1;
        }
        yield sum;
      }
      case Value.Fields(var entries) -> {
        long sum = 2;
        for (Map.Entry<Value, Value> each : entries.entrySet()) {
          sum += of(each.getKey()) + of(each.getValue()) + 2;
        }
        yield sum;
      }
      case Value.Maybe(var content) -> content.map(PayloadSize::of).orElse(0L);
    };
  }

  private static long utf8(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2; // a pair of surrogates makes four
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
