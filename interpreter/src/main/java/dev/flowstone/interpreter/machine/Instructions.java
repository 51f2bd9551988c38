package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.EvaluationError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Runs a fiber from instruction to instruction until it is blocked.
final class Instructions {

  static final int MAX_ITEMS = 100_000;
  private static final int MAX_FRAMES = 200;
  private static final Duration MAX_WAIT = Duration.ofDays(366);

  private final Turn turn;
  private final Strand strand;
  private final Saga saga;

  private Instructions(Turn turn, Strand strand) {
    this.turn = turn;
    this.strand = strand;
    this.saga = new Saga(turn);
  }

  static void run(Turn turn, Strand strand) {
    var instructions = new Instructions(turn, strand);
    while (strand.isRunnable() && turn.has(strand)) {
      if (!turn.burn()) {
        instructions.exhausted();
      } else if (strand.pc >= turn.program.code().size()) {
        instructions.finish(Value.Null.NULL);
      } else {
        int pc = strand.pc;
        turn.passages.add(new Passage(pc, pc));
        instructions.execute(turn.program.code().get(pc));
      }
    }
  }

  /// The execution fails, and no `catch` may go on for ever instead; a `finally` that does is left.
  private void exhausted() {
    turn.refuel();
    if (strand.stop.isPresent()) {
      while (Fiber.shielded(strand.frames())) {
        if (strand.top() instanceof Frame.Scope) {
          saga.handOutward(strand);
        } else {
          saga.popped(strand);
        }
      }
      saga.stop(strand);
    } else {
      var stopped = turn.main().stop.isPresent() ? strand : turn.main();
      new Stops(turn).request(stopped, new Stop.Exhausted());
    }
  }

  private void execute(Instruction instruction) {
    switch (instruction) {
      case Instruction.Assign(String variable, Expression value) ->
          with(
              value,
              result -> {
                strand.assign(variable, result);
                strand.resumeAfter();
              });
      case Instruction.Step step -> new Calls(turn).begin(strand, step);
      case Instruction.Sleep(String id, Expression duration) ->
          withDuration(id, duration, d -> sleep(id, turn.now.plus(d)));
      case Instruction.SleepUntil(String id, Expression instant) -> sleepUntil(id, instant);
      case Instruction.Await await ->
          withDuration(
              await.id(),
              await.timeout(),
              timeout -> new Waits(turn).begin(strand, await, timeout));
      case Instruction.Jump(int target) -> strand.resumeAt(target);
      case Instruction.JumpUnless(Expression condition, int target) ->
          jumpUnless(condition, target);
      case Instruction.JumpUnlessIn(Expression value, Expression cases, int target) ->
          jumpUnless(new Expression.Invoke(Function.IN, List.of(value, cases)), target);
      case Instruction.Fail fail -> fail(fail);
      case Instruction.NoMatch(Expression subject) ->
          with(
              subject,
              value -> raise(Fault.of(EngineError.NO_MATCH, "no case matches " + Brief.of(value))));
      case Instruction.Return(Expression value) -> with(value, this::finish);
      case Instruction.EnterScope() ->
          enter(() -> {
            strand.push(Frame.Scope.EMPTY);
            strand.resumeAfter();
          });
      case Instruction.LeaveScope() -> {
        saga.handOutward(strand);
        strand.resumeAfter();
      }
      case Instruction.Rollback() -> saga.rollback(strand);
      case Instruction.Commit() -> saga.commit(strand);
      case Instruction.Poll poll ->
          withInterval(
              poll.call().id(),
              poll.every(),
              every ->
                  withDuration(
                      poll.call().id(),
                      poll.timeout(),
                      timeout -> new Polls(turn).begin(strand, poll, every, timeout)));
      case Instruction.CallWorkflow call -> callWorkflow(call);
      case Instruction.StartWorkflow start -> new Children(turn).begin(strand, start);
      case Instruction.Refail(String variable) -> refail(variable);
      case Instruction.Parallel parallel -> enter(() -> new Joins(turn).begin(strand, parallel));
      case Instruction.ForEach each -> forEach(each);
      case Instruction.While loop -> enter(() -> new Loops(turn).begin(strand, loop));
      case Instruction.Next() -> new Exits(turn).next(strand);
      case Instruction.Yield(Expression value) ->
          with(value, v -> new Exits(turn).leave(strand, new Completion.Yield(v)));
      case Instruction.Break() -> new Exits(turn).leave(strand, new Completion.Break());
      case Instruction.Continue() -> new Exits(turn).leave(strand, new Completion.Continue());
      case Instruction.Try _ ->
          enter(() -> {
            strand.push(new Frame.Try(strand.pc, OptionalInt.empty()));
            strand.resumeAfter();
          });
      case Instruction.EndTry() -> new Exits(turn).endTry(strand);
      case Instruction.EndFinally() -> new Exits(turn).endFinally(strand);
    }
  }

  private void jumpUnless(Expression condition, int target) {
    with(
        condition,
        value -> {
          if (value instanceof Value.Bool(boolean holds)) {
            int next = holds ? strand.pc + 1 : target;
            turn.passages.add(new Passage(strand.pc, next));
            strand.resumeAt(next);
          } else {
            raise(noCondition(value));
          }
        });
  }

  static Fault noCondition(Value value) {
    return wrong("a condition must be true or false, not " + Brief.of(value));
  }

  private void callWorkflow(Instruction.CallWorkflow call) {
    if (call.timeout().isPresent()) {
      withDuration(
          call.id(),
          call.timeout().get(),
          timeout -> new Children(turn).begin(strand, call, Optional.of(timeout)));
    } else {
      new Children(turn).begin(strand, call, Optional.empty());
    }
  }

  private void forEach(Instruction.ForEach each) {
    with(
        each.items(),
        value -> {
          if (!(value instanceof Value.Items(List<Value> items))) {
            raise(wrong("\"for\" needs a list, not " + Brief.of(value)).at(each.id()));
          } else if (items.size() > MAX_ITEMS) {
            raise(
                Fault.of(
                    EngineError.LIMIT_EXCEEDED,
                    "a \"for\" goes through at most %,d items, not %,d"
                        .formatted(MAX_ITEMS, items.size())));
          } else if (each.parallel().isPresent()) {
            enter(() -> new Joins(turn).begin(strand, each, items));
          } else {
            enter(() -> new Loops(turn).begin(strand, each, items));
          }
        });
  }

  /// Raises what a `catch` has shown; its variable holds nothing else.
  private void refail(String variable) {
    with(
        new Expression.Variable(variable),
        value -> {
          if (value instanceof Value.Fields shown) {
            raise(Fault.of(shown));
          } else {
            raise(wrong("\"fail\" needs an error, not " + Brief.of(value)));
          }
        });
  }

  private void sleepUntil(String id, Expression instant) {
    with(
        instant,
        value -> {
          if (!(value instanceof Value.Timestamp(Instant due))) {
            raise(wrong("\"wait until\" needs a timestamp, not " + Brief.of(value)).at(id));
          } else if (due.isAfter(turn.now.plus(MAX_WAIT))) {
            raise(tooLong(id));
          } else {
            sleep(id, due);
          }
        });
  }

  private void sleep(String written, Instant due) {
    var id = turn.instance(strand, written);
    turn.tell(new HistoryEntry.WaitStarted(turn.now, id, Optional.empty(), due));
    if (due.isAfter(turn.now)) {
      strand.block(new Activity.Sleeping(id, turn.now, due));
    } else {
      turn.tell(
          new HistoryEntry.WaitEnded(turn.now, id, HistoryEntry.WaitEnd.ELAPSED, Duration.ZERO));
      strand.resumeAfter();
    }
  }

  /// Without time between two askings a poll would ask as fast as it is answered.
  private void withInterval(String id, Expression expression, Consumer<Duration> then) {
    withDuration(
        id,
        expression,
        every -> {
          if (every.isZero() && Semantics.refusesEmptyIntervals(turn.identity)) {
            raise(wrong("the \"every\" of a poll must be longer than nothing").at(id));
          } else {
            then.accept(every);
          }
        });
  }

  /// What lies in the past is over at once: a negative duration is none.
  private void withDuration(String id, Expression expression, Consumer<Duration> then) {
    with(
        expression,
        value -> {
          if (!(value instanceof Value.Span(Duration duration))) {
            raise(wrong("a wait needs a duration, not " + Brief.of(value)).at(id));
          } else if (duration.compareTo(MAX_WAIT) > 0) {
            raise(tooLong(id));
          } else {
            then.accept(duration.isNegative() ? Duration.ZERO : duration);
          }
        });
  }

  private void fail(Instruction.Fail fail) {
    with(
        fail.message(),
        message ->
            with(
                fail.data(),
                data -> raise(new Fault(fail.error(), text(message), data, Optional.empty(), 0))));
  }

  private static String text(Optional<Value> message) {
    return message.map(m -> m instanceof Value.Text(String text) ? text : Brief.of(m)).orElse("");
  }

  /// The workflow returns: a success, unless the result is not what was declared.
  private void finish(Value result) {
    var fit =
        turn.program
            .output()
            .<Conformance.Fit>map(type -> Conformance.of(type, result))
            .orElse(new Conformance.Fit.Fits(result));
    switch (fit) {
      case Conformance.Fit.Fits(Value value) ->
          new Exits(turn).leave(strand, new Completion.Return(value));
      case Conformance.Fit.Misfits(List<Conformance.Problem> problems) ->
          raise(
              Fault.of(
                  EngineError.INVALID_OUTPUT,
                  "the result is not what the workflow declares: "
                      + Conformance.describe(problems)));
    }
  }

  private void enter(Runnable enter) {
    if (strand.depth() >= MAX_FRAMES) {
      raise(Fault.of(EngineError.LIMIT_EXCEEDED, "blocks are nested deeper than " + MAX_FRAMES));
    } else {
      enter.run();
    }
  }

  private void with(Expression expression, Consumer<Value> then) {
    switch (turn.evaluate(strand, expression)) {
      case Evaluated.Ok(Value value) -> then.accept(value);
      case Evaluated.Failed(EvaluationError error) -> raise(Fault.of(error));
    }
  }

  private void with(Optional<Expression> expression, Consumer<Optional<Value>> then) {
    expression.ifPresentOrElse(
        present -> with(present, value -> then.accept(Optional.of(value))),
        () -> then.accept(Optional.empty()));
  }

  private void raise(Fault fault) {
    saga.raise(strand, fault);
  }

  private static Fault wrong(String message) {
    return Fault.of(EngineError.EXPRESSION_ERROR, message);
  }

  private static Fault tooLong(String id) {
    return wrong("a wait lasts at most " + MAX_WAIT.toDays() + " days").at(id);
  }
}
