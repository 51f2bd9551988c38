package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// One line of a test file: a test, or what is given, happens or is expected in one.
public sealed interface SuiteLine {

  Trivia trivia();

  Span span();

  /// `test "what it shows" { … }`
  record Case(
      String title, List<SuiteLine> lines, List<String> closingComments, Trivia trivia, Span span)
      implements SuiteLine {
    public Case {
      lines = List.copyOf(lines);
      closingComments = List.copyOf(closingComments);
    }
  }

  /// `x = EXPR`: a name for a value.
  record Assign(Name target, Expr value, Trivia trivia, Span span) implements SuiteLine {}

  /// `input EXPR`
  record Input(Expr value, Trivia trivia, Span span) implements SuiteLine {}

  /// `clock EXPR`: the time at which the execution starts.
  record Clock(Expr instant, Trivia trivia, Span span) implements SuiteLine {}

  /// `given payments.charge with {amount: 3} fails CardBusy 2 times, then returns {id: "p"}`: what
  /// a handler, or a child workflow, does when it is called with at least these arguments.
  record Given(
      boolean workflow,
      Name target,
      Optional<Expr> arguments,
      List<Behaviour> behaviours,
      Trivia trivia,
      Span span)
      implements SuiteLine {
    public Given {
      behaviours = List.copyOf(behaviours);
    }
  }

  /// `at 2d signal approval with {approved: true}`: something from outside. Without a time it is
  /// there from the beginning. `of workflow tickets` tells that it happens to a child. `refused`
  /// tells that the execution is expected not to take it.
  record Happening(
      Optional<DurationText> time,
      Incident incident,
      Optional<Name> child,
      boolean refused,
      Trivia trivia,
      Span span)
      implements SuiteLine {}

  /// `expect …`
  record Expect(Expectation expectation, Trivia trivia, Span span) implements SuiteLine {}

  /// An error by name, with a message and data.
  record Failing(Name error, Optional<Expr> message, Optional<Expr> data) {}

  /// What a call does.
  ///
  /// @param after how long it takes
  /// @param times for how many calls it is so; for all that follow where it is absent
  record Behaviour(
      Reaction reaction,
      Optional<DurationText> after,
      Optional<RetryPolicyExpr.Whole> times,
      Span span) {}

  sealed interface Reaction {

    /// `returns EXPR`; the arguments of the call are `args` in it.
    record Returns(Expr value) implements Reaction {}

    /// `fails [permanently] NAME "message" with DATA`
    record Fails(boolean permanently, Failing error) implements Reaction {}

    /// `real`: the handler itself is called.
    record Real() implements Reaction {}

    /// `hangs`: it never answers.
    record Hangs() implements Reaction {}

    /// `crashes`: the host dies during the call.
    record Crashes() implements Reaction {}
  }

  sealed interface Incident {

    record Signal(Name name, Optional<Expr> payload) implements Incident {}

    /// `callback NAME …`: what the party does that was notified by the wait for this signal.
    record Callback(Name signal, Answer answer) implements Incident {}

    record Cancel(Optional<Expr> reason) implements Incident {}

    record Terminate(Optional<Expr> reason) implements Incident {}

    record Redrive() implements Incident {}

    record Pause() implements Incident {}

    record Resume() implements Incident {}

    /// The host dies.
    record Crash() implements Incident {}
  }

  sealed interface Answer {
    record Completes(Optional<Expr> payload) implements Answer {}

    record Fails(Failing error) implements Answer {}

    record Beats() implements Answer {}
  }

  sealed interface Expectation {

    /// The name in a list that stands for any number of others.
    String OTHERS = "..";

    /// `result EXPR`, or `result includes EXPR` where it may have more fields.
    record Result(boolean includes, Expr value) implements Expectation {}

    /// `error NAME "message" with DATA`; what is not told may be anything.
    record Error(Failing error) implements Expectation {}

    /// `status cancelled`
    record Status(Name status) implements Expectation {}

    /// `steps [a.b, .., c.d]`: the handlers that are called, in order, undos apart. The name `..`
    /// stands for any number of others.
    record Steps(List<Name> handlers, Span span) implements Expectation {
      public Steps {
        handlers = List.copyOf(handlers);
      }
    }

    /// `undone [a.b, c.d]`: the same of undos.
    record Undone(List<Name> handlers, Span span) implements Expectation {
      public Undone {
        handlers = List.copyOf(handlers);
      }
    }

    /// `payments.charge called 3 times with {…}`; no number means at least once, 0 never.
    record Called(
        boolean workflow,
        Name target,
        Optional<RetryPolicyExpr.Whole> times,
        Optional<Expr> arguments)
        implements Expectation {}

    /// `time 2d..3d`: how long the execution took; both ends are the same where one is told.
    record Time(DurationText from, DurationText to) implements Expectation {}

    /// `that EXPR`: a condition on `result`, `error`, `status`, `time` and the names of the test.
    record That(Expr condition) implements Expectation {}
  }
}
