package dev.flowstone.grammar.program;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;

/// A checked expression as the machine evaluates it: names resolved, macros expanded, no positions.
///
/// The functions that [Invoke] names are the closed set of [Function]; the interpreter implements
/// each of them, and a test holds that nothing is missing.
public sealed interface Expression {

  record Constant(Value value) implements Expression {}

  /// A workflow variable, `input`, `run`, `callback`, or a local of a macro.
  record Variable(String name) implements Expression {}

  /// `target.field`; a missing field is an error, or an empty optional where `optional`.
  record Select(Expression target, String field, boolean optional) implements Expression {}

  /// `has(target.field)`
  record Has(Expression target, String field) implements Expression {}

  record At(Expression target, Expression index, boolean optional) implements Expression {}

  /// An operator or a function on evaluated arguments; the receiver of a method is the first of
  /// them.
  record Invoke(Function function, List<Expression> arguments) implements Expression {
    public Invoke {
      arguments = List.copyOf(arguments);
    }
  }

  /// Absorbs an error of one side where the other decides.
  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  record Conditional(Expression condition, Expression yes, Expression no) implements Expression {}

  record MakeList(List<Element> elements) implements Expression {
    public MakeList {
      elements = List.copyOf(elements);
    }
  }

  record Element(boolean optional, Expression value) {}

  record MakeMap(List<Entry> entries) implements Expression {
    public MakeMap {
      entries = List.copyOf(entries);
    }
  }

  record Entry(boolean optional, Expression key, Expression value) {}

  /// `"text ${expr}"`: the parts as strings, joined.
  record Join(List<Expression> parts) implements Expression {
    public Join {
      parts = List.copyOf(parts);
    }
  }

  /// A macro over a list or a map. With two variables, `first` is the index or key and `second` the
  /// value; with one, `first` is the element or key. `transform` is absent where the kind has none.
  record Comprehension(
      Kind kind,
      Expression range,
      String first,
      Optional<String> second,
      Optional<Expression> condition,
      Optional<Expression> transform)
      implements Expression {

    public enum Kind {
      ALL,
      EXISTS,
      EXISTS_ONE,
      MAP,
      FILTER,
      TRANSFORM_LIST,
      TRANSFORM_MAP,
      TRANSFORM_MAP_ENTRY,
      OPT_MAP,
      OPT_FLAT_MAP,
      SORT_BY
    }
  }

  /// `cel.bind(name, value, body)`
  record Bind(String name, Expression value, Expression body) implements Expression {}

  /// What the checker refuses, where an expression is run unchecked all the same: an unknown
  /// function, say. Evaluating it is an error with this message.
  record Unresolved(String message) implements Expression {}
}
