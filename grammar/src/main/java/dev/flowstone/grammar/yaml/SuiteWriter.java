package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.RetryPolicyExpr;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Behaviour;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.ast.SuiteLine.Reaction;
import dev.flowstone.grammar.ast.Trivia;
import java.util.List;
import java.util.Optional;

/// Writes test files: each line a map with its head first.
final class SuiteWriter {

  private static final Out.Leaf NOTHING = Out.word("");

  private final ValueWriter values;

  SuiteWriter(ValueWriter values) {
    this.values = values;
  }

  Out.Mapping suite(Suite suite) {
    boolean blank =
        suite.lines().stream()
            .findFirst()
            .filter(line -> line.trivia().blankLineBefore())
            .isPresent();
    return new Out.Pairs()
        .add(Out.pair("tests", YamlPrinter.name(suite.workflow()), suite.trivia()))
        .add(
            Out.pair(
                "do",
                lines(suite.lines(), suite.closingComments()),
                new Trivia(blank, List.of(), Optional.empty())))
        .block();
  }

  private Out lines(List<SuiteLine> lines, List<String> closing) {
    List<Out.Item> items =
        lines.stream().map(line -> new Out.Item(line(line), line.trivia())).toList();
    return new Out.Sequence(items, true, closing);
  }

  private Out line(SuiteLine line) {
    return switch (line) {
      case SuiteLine.Case it ->
          head("test", Quoting.raw(it.title()))
              .add("do", lines(it.lines(), it.closingComments()))
              .block();
      case SuiteLine.Assign it -> {
        Out.Pair pair =
            new Out.Pair(YamlPrinter.name(it.target()), values.value(it.value()), Trivia.NONE);
        yield head("set", new Out.Mapping(List.of(pair), false)).block();
      }
      case SuiteLine.Input it -> head("input", values.value(it.value())).block();
      case SuiteLine.Clock it -> head("clock", values.value(it.instant())).block();
      case SuiteLine.Given it -> given(it);
      case SuiteLine.Happening it -> happening(it);
      case SuiteLine.Expect it -> expectation(it.expectation()).block();
    };
  }

  private static Out.Pairs head(String key, Out value) {
    return new Out.Pairs().add(key, value);
  }

  private Out given(SuiteLine.Given given) {
    Out.Pairs pairs =
        head(given.workflow() ? "given_workflow" : "given", YamlPrinter.name(given.target()))
            .add("with", given.arguments().map(values::value));
    behaviour(pairs, given.behaviours().getFirst());
    List<Behaviour> next = given.behaviours().subList(1, given.behaviours().size());
    if (!next.isEmpty()) {
      List<Out.Item> items = next.stream().map(it -> new Out.Item(next(it), Trivia.NONE)).toList();
      pairs.add("then", new Out.Sequence(items, true, List.of()));
    }
    return pairs.block();
  }

  private Out next(Behaviour behaviour) {
    Out.Pairs pairs = new Out.Pairs();
    behaviour(pairs, behaviour);
    return pairs.block();
  }

  private void behaviour(Out.Pairs pairs, Behaviour behaviour) {
    switch (behaviour.reaction()) {
      case Reaction.Returns(Expr value) -> pairs.add("returns", values.value(value));
      case Reaction.Fails(boolean permanently, Failing error) -> {
        failing(pairs, "fails", error);
        if (permanently) {
          pairs.add("permanently", Out.word("true"));
        }
      }
      case Reaction.Real() -> pairs.add("real", Out.word("true"));
      case Reaction.Hangs() -> pairs.add("hangs", Out.word("true"));
      case Reaction.Crashes() -> pairs.add("crashes", Out.word("true"));
    }
    pairs.add("after", behaviour.after().map(SuiteWriter::duration));
    pairs.add("times", behaviour.times().map(SuiteWriter::times));
  }

  private static Out duration(DurationText duration) {
    return Out.word(duration.text());
  }

  private static Out times(RetryPolicyExpr.Whole times) {
    return Out.word(Integer.toString(times.value()));
  }

  private void failing(Out.Pairs pairs, String key, Failing error) {
    pairs
        .add(key, YamlPrinter.name(error.error()))
        .add("message", error.message().map(values::value))
        .add("data", error.data().map(values::value));
  }

  private Out happening(SuiteLine.Happening happening) {
    Out.Pairs pairs = new Out.Pairs();
    switch (happening.incident()) {
      case Incident.Signal(Name name, Optional<Expr> payload) ->
          pairs.add("signal", YamlPrinter.name(name)).add("with", payload.map(values::value));
      case Incident.Callback(Name signal, Answer answer) -> {
        pairs.add("callback", YamlPrinter.name(signal));
        switch (answer) {
          case Answer.Completes(Optional<Expr> payload) ->
              pairs.add("with", payload.map(values::value));
          case Answer.Fails(Failing error) -> failing(pairs, "fails", error);
          case Answer.Beats() -> pairs.add("heartbeat", Out.word("true"));
        }
      }
      case Incident.Cancel(Optional<Expr> reason) -> pairs.add("cancel", reason(reason));
      case Incident.Terminate(Optional<Expr> reason) -> pairs.add("terminate", reason(reason));
      case Incident.Redrive() -> pairs.add("redrive", NOTHING);
      case Incident.Pause() -> pairs.add("pause", NOTHING);
      case Incident.Resume() -> pairs.add("resume", NOTHING);
      case Incident.Crash() -> pairs.add("crash", NOTHING);
    }
    pairs.add("of_workflow", happening.child().map(YamlPrinter::name));
    pairs.add("at", happening.time().map(SuiteWriter::duration));
    if (happening.refused()) {
      pairs.add("refused", Out.word("true"));
    }
    return pairs.block();
  }

  private Out reason(Optional<Expr> reason) {
    return reason.map(values::value).orElse(NOTHING);
  }

  private Out.Pairs expectation(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Result(boolean includes, Expr value) ->
          head(includes ? "expect_result_includes" : "expect_result", values.value(value));
      case Expectation.Error(Failing error) -> {
        Out.Pairs pairs = new Out.Pairs();
        failing(pairs, "expect_error", error);
        yield pairs;
      }
      case Expectation.Status(Name status) -> head("expect_status", YamlPrinter.name(status));
      case Expectation.Steps(List<Name> handlers, var _) -> head("expect_steps", names(handlers));
      case Expectation.Undone(List<Name> handlers, var _) -> head("expect_undone", names(handlers));
      case Expectation.Called called ->
          head(
                  called.workflow() ? "expect_workflow_call" : "expect_call",
                  YamlPrinter.name(called.target()))
              .add("times", called.times().map(SuiteWriter::times))
              .add("with", called.arguments().map(values::value));
      case Expectation.Time(DurationText from, DurationText to) ->
          head(
              "expect_time",
              Out.word(
                  from.value().equals(to.value()) ? from.text() : from.text() + ".." + to.text()));
      case Expectation.That(Expr condition) -> head("expect_that", values.bare(condition));
    };
  }

  private static Out names(List<Name> names) {
    return Out.words(names.stream().map(YamlPrinter::name).toList());
  }
}
