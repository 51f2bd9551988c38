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
import java.util.function.Consumer;

/// Runs a fiber from instruction to instruction until it is blocked.
///
/// Pure work between two checkpoints is bounded, so that no program holds a host.
final class Instructions {

  private static final int MAX_BETWEEN_CHECKPOINTS = 10_000;
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
    int fuel = MAX_BETWEEN_CHECKPOINTS;
    while (strand.activity == null) {
      if (fuel-- == 0) {
        instructions.raise(
            Fault.of(
                EngineError.LIMIT_EXCEEDED,
                "more than " + MAX_BETWEEN_CHECKPOINTS + " instructions between two checkpoints"));
      } else if (strand.pc >= turn.program.code().size()) {
        instructions.finish(Value.Null.NULL);
      } else {
        instructions.execute(turn.program.code().get(strand.pc));
      }
    }
  }

  private void execute(Instruction instruction) {
    switch (instruction) {
      case Instruction.Assign(String variable, Expression value) ->
          with(
              value,
              result -> {
                turn.assign(Optional.of(variable), result);
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
      case Instruction.EnterScope() -> enterScope();
      case Instruction.LeaveScope() -> saga.leaveScope(strand);
      case Instruction.Rollback() -> saga.rollback(strand);
      case Instruction.Commit() -> saga.commit(strand);
      case Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Refail _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EndTry _,
          Instruction.EndFinally _ ->
          throw new IllegalStateException("not run yet: " + instruction);
    }
  }

  private void jumpUnless(Expression condition, int target) {
    with(
        condition,
        value -> {
          if (value instanceof Value.Bool(boolean holds)) {
            strand.resumeAt(holds ? strand.pc + 1 : target);
          } else {
            raise(wrong("a condition must be true or false, not " + Brief.of(value)));
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

  private void sleep(String id, Instant due) {
    turn.tell(new HistoryEntry.WaitStarted(turn.now, id, Optional.empty(), due));
    if (due.isAfter(turn.now)) {
      strand.block(new Activity.Sleeping(id, turn.now, due));
    } else {
      turn.tell(
          new HistoryEntry.WaitEnded(turn.now, id, HistoryEntry.WaitEnd.ELAPSED, Duration.ZERO));
      strand.resumeAfter();
    }
  }

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
          turn.end(strand, new Activity.Succeeded(turn.now, value));
      case Conformance.Fit.Misfits(List<Conformance.Problem> problems) ->
          raise(
              Fault.of(
                  EngineError.INVALID_OUTPUT,
                  "the result is not what the workflow declares: "
                      + Conformance.describe(problems)));
    }
  }

  private void enterScope() {
    if (strand.frames.size() >= MAX_FRAMES) {
      raise(Fault.of(EngineError.LIMIT_EXCEEDED, "scopes are nested deeper than " + MAX_FRAMES));
    } else {
      strand.frames.add(new Frame.Scope(List.of()));
      strand.resumeAfter();
    }
  }

  private void with(Expression expression, Consumer<Value> then) {
    switch (turn.evaluate(expression)) {
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
    saga.raise(strand, fault, Optional.empty(), Optional.empty());
  }

  private static Fault wrong(String message) {
    return Fault.of(EngineError.EXPRESSION_ERROR, message);
  }

  private static Fault tooLong(String id) {
    return wrong("a wait lasts at most " + MAX_WAIT.toDays() + " days").at(id);
  }
}
