package dev.flowstone.grammar.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A type of the language after names have been resolved.
///
/// `Number` is int or double; `Double` exists for what an expression computes. `Any` fits
/// everything and is checked when it runs.
public sealed interface Type {

  enum Simple implements Type {
    ANY,
    /// The type of the elements of `[]` and `{}` while their context is not known; no finished type
    /// holds it.
    NEVER,
    NULL,
    BOOL,
    INT,
    DOUBLE,
    NUMBER,
    STRING,
    DURATION,
    TIMESTAMP
  }

  record ListOf(Type element) implements Type {}

  /// A map from `key` (string for everything that is declared) to `value`.
  record MapOf(Type key, Type value) implements Type {}

  /// Fields in the order in which they were declared.
  record Record(Map<String, Field> fields) implements Type {
    public Record {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  record Field(Type type, boolean optional) {}

  /// `T?`: T or null.
  record Nullable(Type type) implements Type {}

  /// An optional of CEL.
  record OptionalOf(Type type) implements Type {}
}
