package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Holds what an execution did against what a test expects of it.
///
/// Where a test says nothing of the end, the execution is expected to succeed.
final class Expectations {

  private final SuiteValues values;
  private final Recording recording;
  private final List<Mismatch> found = new ArrayList<>();

  private Expectations(SuiteValues values, Recording recording) {
    this.values = values;
    this.recording = recording;
  }

  /// All that is not as expected; first that the execution did not succeed, where nothing was said
  /// of its end: the rest often follows from that.
  static List<Mismatch> check(SuiteLine.Case one, SuiteValues values, Recording recording) {
    Expectations expectations = new Expectations(values, recording);
    List<SuiteLine.Expect> expected =
        one.lines().stream()
            .filter(SuiteLine.Expect.class::isInstance)
            .map(SuiteLine.Expect.class::cast)
            .toList();
    boolean end = expected.stream().anyMatch(line -> tellsEnd(line.expectation()));
    if (!end && recording.status() != Status.SUCCEEDED) {
      expectations.mismatch("the execution did not succeed: " + expectations.ending(), one.span());
    }
    expected.forEach(expectations::check);
    return List.copyOf(expectations.found);
  }

  /// What has no value is not as expected either, and says nothing of the expectations after it.
  private void check(SuiteLine.Expect line) {
    try {
      check(line.expectation(), line.span());
    } catch (SuiteValues.NoValue e) {
      mismatch(e.problem().message() + "; " + ending(), line.span());
    }
  }

  private static boolean tellsEnd(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Result _, Expectation.Error _, Expectation.Status _ -> true;
      case Expectation.Steps _,
          Expectation.Undone _,
          Expectation.Called _,
          Expectation.Time _,
          Expectation.That _ ->
          false;
    };
  }

  private void check(Expectation expectation, Span place) {
    switch (expectation) {
      case Expectation.Result(boolean includes, Expr value) -> result(includes, value, place);
      case Expectation.Error(SuiteLine.Failing error) -> error(error, place);
      case Expectation.Status(Name status) -> {
        if (!status.text().equals(word(recording.status()))) {
          mismatch("the execution is not " + status.text() + ": " + ending(), place);
        }
      }
      case Expectation.Steps(List<Name> handlers, Span _) ->
          sequence("steps", handlers, recording.handlers(false), place);
      case Expectation.Undone(List<Name> handlers, Span _) ->
          sequence("undone", handlers, recording.handlers(true), place);
      case Expectation.Called called -> called(called, place);
      case Expectation.Time(var from, var to) -> {
        Duration time = recording.time();
        if (time.compareTo(from.value()) < 0 || time.compareTo(to.value()) > 0) {
          mismatch("it took " + TimeSpan.text(time), place);
        }
      }
      case Expectation.That(Expr condition) -> {
        if (!(values.of(condition, end()) instanceof Value.Bool(boolean holds)) || !holds) {
          mismatch("it is not so: " + ending(), place);
        }
      }
    }
  }

  private void result(boolean includes, Expr value, Span place) {
    Value expected = values.plain(value);
    if (recording.result().isEmpty()) {
      mismatch("there is no result: " + ending(), place);
      return;
    }
    List<Difference> differences = ValueDiff.of(expected, recording.result().get(), includes);
    if (!differences.isEmpty()) {
      found.add(
          new Mismatch(
              "the result is another", "result", differences, List.of(), Optional.of(place)));
    }
  }

  private void error(SuiteLine.Failing wanted, Span place) {
    String name = wanted.error().text();
    Optional<Fault> fault = recording.error().filter(it -> it.name().equals(name));
    if (fault.isEmpty()) {
      mismatch("it did not end with " + name + ": " + ending(), place);
      return;
    }
    List<Difference> differences = new ArrayList<>();
    wanted
        .message()
        .map(values::of)
        .filter(message -> !message.equals(new Value.Text(fault.get().message())))
        .ifPresent(message ->
            differences.add(
                new Difference(
                    ".message",
                    Optional.of(message),
                    Optional.of(new Value.Text(fault.get().message())))));
    wanted
        .data()
        .map(values::plain)
        .ifPresent(data -> {
          Value there = fault.get().data().map(PlainValue::of).orElse(Value.Null.NULL);
          for (Difference each : ValueDiff.of(data, there, true)) {
            differences.add(new Difference(".data" + each.path(), each.expected(), each.actual()));
          }
        });
    if (!differences.isEmpty()) {
      found.add(
          new Mismatch(
              "the error is another", "error", differences, List.of(), Optional.of(place)));
    }
  }

  private void sequence(String what, List<Name> wanted, List<String> there, Span place) {
    List<String> expected = wanted.stream().map(Name::text).toList();
    List<SequenceDiff.Entry> entries = SequenceDiff.of(expected, there, Expectation.OTHERS);
    boolean same =
        entries.stream()
            .allMatch(entry ->
                entry.kind() == SequenceDiff.Kind.SAME || entry.kind() == SequenceDiff.Kind.OTHERS);
    if (!same) {
      String message = what.equals("steps") ? "other steps were called" : "other steps were undone";
      found.add(new Mismatch(message, what, List.of(), entries, Optional.of(place)));
    }
  }

  private void called(Expectation.Called wanted, Span place) {
    String name = wanted.target().text();
    List<Called> all =
        recording.calls().stream()
            .filter(call -> call.handler().equals(name))
            .filter(call -> (call.kind() == Called.Kind.WORKFLOW) == wanted.workflow())
            .toList();
    Optional<Value> arguments = wanted.arguments().map(values::plain);
    long count =
        all.stream()
            .filter(call ->
                arguments
                    .filter(some -> !ValueDiff.of(some, call.arguments(), true).isEmpty())
                    .isEmpty())
            .count();
    boolean enough = wanted.times().map(times -> times.value() == count).orElse(count > 0);
    if (enough) {
      return;
    }
    String with = arguments.isPresent() ? " with these arguments" : "";
    List<Difference> nearest =
        count == 0 && arguments.isPresent() && wanted.times().filter(n -> n.value() == 0).isEmpty()
            ? nearest(arguments.get(), all)
            : List.of();
    found.add(
        new Mismatch(
            name
                + (count == 0 ? " was never called" : " was called " + times(count))
                + with
                + (count < all.size() ? ", and " + times(all.size()) + " in all" : ""),
            name + " with ",
            nearest,
            List.of(),
            Optional.of(place)));
  }

  /// Of calls with other arguments, how that differs which is nearest.
  private static List<Difference> nearest(Value arguments, List<Called> calls) {
    return calls.stream()
        .map(call -> ValueDiff.of(arguments, call.arguments(), true))
        .min((one, other) -> Integer.compare(one.size(), other.size()))
        .orElse(List.of());
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private void mismatch(String what, Span place) {
    found.add(Mismatch.of(what, place));
  }

  /// How it ended, in words.
  private String ending() {
    String status = "it is " + word(recording.status());
    return recording
        .error()
        .map(fault ->
            status
                + ", "
                + fault.name()
                + (fault.message().isEmpty() ? "" : " \"" + fault.message() + "\""))
        .orElse(status);
  }

  private Map<String, Value> end() {
    return Map.of(
        "result",
        recording.result().orElse(Value.Null.NULL),
        "error",
        recording.error().map(Expectations::value).orElse(Value.Null.NULL),
        "status",
        new Value.Text(word(recording.status())),
        "time",
        new Value.Span(recording.time()));
  }

  private static Value value(Fault fault) {
    Map<Value, Value> fields = new LinkedHashMap<>();
    fields.put(new Value.Text("name"), new Value.Text(fault.name()));
    fields.put(new Value.Text("message"), new Value.Text(fault.message()));
    fields.put(new Value.Text("data"), fault.data().orElse(Value.Null.NULL));
    fields.put(
        new Value.Text("step"), fault.step().<Value>map(Value.Text::new).orElse(Value.Null.NULL));
    fields.put(new Value.Text("attempts"), new Value.Int(fault.attempts()));
    return new Value.Fields(fields);
  }

  static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
