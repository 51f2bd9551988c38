package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.check.Checked;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.check.Scope;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One expression over plain JSON, from its text to its answer: what `flow eval` does, without the
/// reading and printing.
///
/// An error has a kind of a closed list: those of [EvaluationError.Kind], and [#REQUEST], [#PARSE],
/// [#CHECK] and [#RESULT] for what goes wrong before and after.
public final class EvalLine {

  /// The line is not what was asked for.
  public static final String REQUEST = "request";

  /// The text is no expression.
  public static final String PARSE = "parse";

  /// The checker refuses the expression.
  public static final String CHECK = "check";

  /// The value has no JSON: NaN, an infinity, or a map whose keys are not strings.
  public static final String RESULT = "result";

  /// What came of an expression.
  public sealed interface Answer {

    /// The value as plain JSON: timestamps and durations are strings.
    record Ok(String json) implements Answer {}

    record Wrong(String kind, String message) implements Answer {}
  }

  private EvalLine() {}

  /// Answers `{"expr": …, "vars": {…}, "check": true|false}` with `{"value": …}` or `{"error":
  /// {"kind": …, "message": …}}`. Without `vars` there are none, without `check` it is true.
  public static String answer(String line) {
    return written(
        switch (ValueJson.parse(line)) {
          case ValueJson.Parsed.Malformed malformed ->
              new Answer.Wrong(REQUEST, malformed.describe());
          case ValueJson.Parsed.Ok(Value request) -> asked(request);
        });
  }

  private static Answer asked(Value request) {
    if (!(request instanceof Value.Fields fields)) {
      return new Answer.Wrong(REQUEST, "a line is an object with \"expr\"");
    }
    Optional<Value> expr = fields.get("expr");
    Value vars = fields.get("vars").orElse(Value.Fields.EMPTY);
    Value check = fields.get("check").orElse(Evaluator.TRUE);
    if (expr.isPresent()
        && expr.get() instanceof Value.Text(String text)
        && vars instanceof Value.Fields(Map<Value, Value> values)
        && check instanceof Value.Bool(boolean checked)) {
      return evaluate(text, values, checked);
    }
    return new Answer.Wrong(
        REQUEST, "\"expr\" is a string, \"vars\" an object, \"check\" true or false");
  }

  /// The value of an expression whose names are the keys of `vars`, all of type `any`.
  public static Answer evaluate(String text, Map<Value, Value> vars, boolean check) {
    SourceText source = new SourceText("expression", text);
    Parsed<Expr> parsed = TextParser.expression(Fragment.of(source));
    if (parsed.value().isEmpty()) {
      return wrong(PARSE, parsed.diagnostics(), source);
    }
    Map<String, Value> names = new HashMap<>();
    Map<String, Type> types = new HashMap<>();
    vars.forEach((key, value) -> {
      names.put(Kinds.text(key), value);
      types.put(Kinds.text(key), Type.Simple.ANY);
    });
    Expr expr = parsed.value().get();
    Checked checked = check ? Checker.check(expr, Scope.of(types)) : Checker.unchecked(expr);
    if (checked.diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR)) {
      return wrong(CHECK, checked.diagnostics(), source);
    }
    return switch (Evaluation.evaluate(checked.expression(), Environment.of(names))) {
      case Evaluated.Failed(EvaluationError(var kind, String message)) ->
          new Answer.Wrong(kind.id(), message);
      case Evaluated.Ok(Value value) ->
          switch (ValueJson.render(value)) {
            case ValueJson.Rendered.Ok(String json) -> new Answer.Ok(json);
            case ValueJson.Rendered.Refused(String message, String path) ->
                new Answer.Wrong(RESULT, message + (path.equals("$") ? "" : " at " + path));
          };
    };
  }

  private static Answer wrong(String kind, List<Diagnostic> diagnostics, SourceText source) {
    Diagnostic first =
        diagnostics.stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no value and no error"));
    SourceText.Position at = source.position(first.span().start());
    String hint = first.hint().map(text -> "; " + text).orElse("");
    return new Answer.Wrong(kind, at.line() + ":" + at.column() + ": " + first.message() + hint);
  }

  private static String written(Answer answer) {
    return switch (answer) {
      case Answer.Ok(String json) -> "{\"value\":" + json + "}";
      case Answer.Wrong(String kind, String message) -> {
        Map<Value, Value> error = new LinkedHashMap<>();
        error.put(new Value.Text("kind"), new Value.Text(kind));
        error.put(new Value.Text("message"), new Value.Text(message));
        yield ValueJson.tagged(
            new Value.Fields(Map.of(new Value.Text("error"), new Value.Fields(error))));
      }
    };
  }
}
