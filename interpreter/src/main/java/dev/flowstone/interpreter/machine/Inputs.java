package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The input of an execution, checked before anything is stored.
public final class Inputs {

  /// What became of an input.
  public sealed interface Checked {
    /// `input` with its defaults filled in, as [Event.Started] is to carry it.
    record Accepted(Value.Fields input) implements Checked {}

    record Rejected(List<Conformance.Problem> problems) implements Checked {
      public Rejected {
        problems = List.copyOf(problems);
      }

      /// The problems as one line.
      public String message() {
        return "the input is not what the workflow declares: " + Conformance.describe(problems);
      }
    }
  }

  private Inputs() {}

  /// Checks an input against the workflow's declaration. Null stands for an empty one. Accepting
  /// what was accepted changes nothing.
  ///
  /// Unlike fields inside of them, inputs that are not declared are refused: they are arguments,
  /// and a typo in an optional one would go unseen.
  public static Checked accept(Program program, Value given) {
    var fields =
        switch (given) {
          case Value.Fields map -> map;
          case Value.Null _ -> Value.Fields.EMPTY;
          case Value.Bool _,
              Value.Int _,
              Value.BigInt _,
              Value.Double _,
              Value.Text _,
              Value.Timestamp _,
              Value.Span _,
              Value.Items _,
              Value.Maybe _ ->
              null;
        };
    if (fields == null) {
      return rejected(
          List.of(
              new Conformance.Problem("", "should be a map of inputs, not " + Brief.of(given))));
    }
    var unknown = unknown(program, fields);
    if (!unknown.isEmpty()) {
      return rejected(unknown);
    }
    var complete = new LinkedHashMap<>(fields.entries());
    program.defaults().forEach((name, value) -> complete.putIfAbsent(new Value.Text(name), value));
    return switch (Conformance.of(program.input(), new Value.Fields(complete))) {
      case Conformance.Fit.Fits(Value value) -> new Checked.Accepted((Value.Fields) value);
      case Conformance.Fit.Misfits(List<Conformance.Problem> problems) -> rejected(problems);
    };
  }

  private static Checked rejected(List<Conformance.Problem> problems) {
    return new Checked.Rejected(problems);
  }

  private static List<Conformance.Problem> unknown(Program program, Value.Fields given) {
    var declared = program.input().fields();
    var problems = new ArrayList<Conformance.Problem>();
    for (var key : given.entries().keySet()) {
      var name = key instanceof Value.Text(String text) ? text : Brief.of(key);
      if (!declared.containsKey(name)) {
        problems.add(new Conformance.Problem("." + name, undeclared(name, declared.keySet())));
      }
    }
    return problems;
  }

  private static String undeclared(String name, Set<String> declared) {
    var takes =
        declared.isEmpty()
            ? "the workflow takes no input"
            : "the workflow takes " + String.join(", ", declared);
    return "is not declared: " + Nearest.hint(name, declared).orElse(takes);
  }
}
