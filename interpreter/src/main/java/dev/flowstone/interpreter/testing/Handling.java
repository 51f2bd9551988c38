package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.handler.BoundHandler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepLogger;
import dev.flowstone.interpreter.handler.Undone;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Decides what an attempt does: by the stubs of the test, or by the handler itself.
final class Handling {

  /// How an attempt goes on.
  sealed interface Course {

    /// Of a child: it is executed itself.
    record Lives() implements Course {}

    /// Of a child: it is only pretended, and ends so after so long.
    record Pretends(ChildEnd end, Duration after) implements Course {}

    /// It ends with a reply after so long.
    record Ends(Reply reply, Duration after) implements Course {}

    /// It never ends by itself.
    record Hangs() implements Course {}

    /// The host dies after so long.
    record Crashes(Duration after) implements Course {}

    /// The test does not say what it does: it cannot go on.
    record Unforeseen(String problem) implements Course {}
  }

  private final Stubs stubs;
  private final HandlerRegistry handlers;
  private final boolean realByDefault;
  private boolean usedReal;

  /// With `realByDefault` a handler without a stub is called itself.
  Handling(Stubs stubs, HandlerRegistry handlers, boolean realByDefault) {
    this.stubs = stubs;
    this.handlers = handlers;
    this.realByDefault = realByDefault;
  }

  /// Whether a handler itself was called, which may have left something behind.
  boolean usedReal() {
    return usedReal;
  }

  Course course(
      StepContext.Identity identity, Command.Invoke invoke, InstantSource clock, Instant deadline) {
    String name = invoke.handler();
    return switch (stubs.next(false, name, invoke.input())) {
      case Stubs.Found.Act(Stub.Act act) -> act(act, identity, invoke, clock, deadline);
      case Stubs.Found.None(boolean others) ->
          realByDefault && handlers.find(name).isPresent()
              ? real(Duration.ZERO, identity, invoke, clock, deadline)
              : untold(name, others);
      case Stubs.Found.Exhausted(int calls) -> exhausted(name, calls);
    };
  }

  /// What a child execution does. One of which nothing is said is executed itself, where its
  /// workflow is known.
  Course child(String workflow, Value.Fields input, boolean known) {
    return switch (stubs.next(true, workflow, input)) {
      case Stubs.Found.Act(Stub.Act act) -> child(act, workflow, input, known);
      case Stubs.Found.None(boolean others) ->
          known && !others ? new Course.Lives() : untold("the workflow " + workflow, others);
      case Stubs.Found.Exhausted(int calls) -> exhausted("the workflow " + workflow, calls);
    };
  }

  private static Course child(Stub.Act act, String workflow, Value.Fields input, boolean known) {
    return switch (act.reaction()) {
      case Reaction.Returns(Reaction.Answer answer) ->
          switch (answer.to(input)) {
            case Evaluated.Ok(Value value) ->
                new Course.Pretends(Pretended.succeeded(PlainValue.of(value)), act.after());
            case Evaluated.Failed(var error) -> noValue(workflow, error.message());
          };
      case Reaction.Fails fails -> new Course.Pretends(Pretended.failed(fails), act.after());
      case Reaction.Real() ->
          known
              ? new Course.Lives()
              : new Course.Unforeseen(
                  "there is no workflow " + workflow + " beside the one that is tested");
      case Reaction.Hangs() -> new Course.Hangs();
      case Reaction.Crashes() -> new Course.Crashes(act.after());
    };
  }

  private static Course noValue(String name, String message) {
    return new Course.Unforeseen("what " + name + " returns has no value: " + message);
  }

  private static Course untold(String name, boolean others) {
    return new Course.Unforeseen(
        others
            ? "the test does not say what " + name + " does when it is called with these arguments"
            : "the test does not say what " + name + " does");
  }

  private static Course exhausted(String name, int calls) {
    return new Course.Unforeseen(
        "the test says what "
            + name
            + " does for "
            + (calls == 1 ? "one call" : calls + " calls")
            + ", and there is one more");
  }

  private Course act(
      Stub.Act act,
      StepContext.Identity identity,
      Command.Invoke invoke,
      InstantSource clock,
      Instant deadline) {
    return switch (act.reaction()) {
      case Reaction.Returns(Reaction.Answer answer) ->
          switch (answer.to(invoke.input())) {
            case Evaluated.Ok(Value value) ->
                new Course.Ends(new Reply.Completed(PlainValue.of(value)), act.after());
            case Evaluated.Failed(var error) -> noValue(invoke.handler(), error.message());
          };
      case Reaction.Fails fails -> new Course.Ends(failed(fails, invoke.handler()), act.after());
      case Reaction.Real() -> real(act.after(), identity, invoke, clock, deadline);
      case Reaction.Hangs() -> new Course.Hangs();
      case Reaction.Crashes() -> new Course.Crashes(act.after());
    };
  }

  /// An error that the handler declares permanent is permanent without a word.
  private Reply failed(Reaction.Fails fails, String handler) {
    boolean declared =
        handlers
            .find(handler)
            .filter(it ->
                it.errors().stream()
                    .anyMatch(error -> error.permanent() && error.name().equals(fails.error())))
            .isPresent();
    boolean permanent = fails.permanent() || declared;
    return new Reply.Failed(fails.error(), fails.message(), fails.data(), permanent, permanent);
  }

  private Course real(
      Duration after,
      StepContext.Identity identity,
      Command.Invoke invoke,
      InstantSource clock,
      Instant deadline) {
    Optional<BoundHandler> handler = handlers.find(invoke.handler());
    if (handler.isEmpty()) {
      String hint =
          handlers.nearest(invoke.handler()).map(one -> "; did you mean " + one + "?").orElse("");
      return new Course.Unforeseen(
          "there is no handler " + invoke.handler() + " that could be called" + hint);
    }
    usedReal = true;
    StepContext context =
        new StepContext(
            identity,
            clock,
            deadline,
            () -> {},
            StepLogger.silent(),
            invoke.forward().map(Handling::undone));
    try {
      return new Course.Ends(handler.get().call(invoke.input(), context), after);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Course.Unforeseen(invoke.handler() + " was interrupted");
    }
  }

  private static Undone undone(Command.Forward forward) {
    Undone.Outcome outcome =
        switch (forward.outcome()) {
          case Command.Outcome.Completed(var output) -> new Undone.Outcome.Completed(output);
          case Command.Outcome.Unknown(String error, String message) ->
              new Undone.Outcome.Unknown(error, message);
        };
    return new Undone(forward.key(), forward.input(), outcome);
  }
}
