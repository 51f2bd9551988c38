package dev.flowstone.grammar.program;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One instruction of a [Program]. Targets are indexes into its code. Variables are named as in the
/// source, since names are workflow-wide; names made by the compiler begin with `$`.
///
/// The set is closed per semantics version.
public sealed interface Instruction {

  /// The calls of handlers that it makes or registers.
  default List<HandlerCall> calls() {
    return switch (this) {
      case Step(var _, HandlerCall call, Optional<HandlerCall> undo) ->
          Stream.concat(Stream.of(call), undo.stream()).toList();
      case Await await -> await.notification().stream().toList();
      case Poll poll -> List.of(poll.call());
      case CallWorkflow call -> call.compensate().stream().toList();
      case Assign _,
          Sleep _,
          SleepUntil _,
          Jump _,
          JumpUnless _,
          JumpUnlessIn _,
          Fail _,
          Refail _,
          NoMatch _,
          Return _,
          Parallel _,
          ForEach _,
          While _,
          Next _,
          Yield _,
          Break _,
          Continue _,
          Try _,
          EndTry _,
          EndFinally _,
          StartWorkflow _,
          EnterScope _,
          LeaveScope _,
          Rollback _,
          Commit _ ->
          List.of();
    };
  }

  /// Pure: no checkpoint.
  record Assign(String variable, Expression value) implements Instruction {}

  /// Calls a handler. `compensate` is evaluated when the step ends (with the step's variable in
  /// scope, null where the outcome is unknown) and registered in the innermost scope.
  record Step(Optional<String> variable, HandlerCall call, Optional<HandlerCall> compensate)
      implements Instruction {}

  /// Waits for a duration.
  record Sleep(String id, Expression duration) implements Instruction {}

  /// Waits until a timestamp.
  record SleepUntil(String id, Expression instant) implements Instruction {}

  /// Waits for a signal or the completion of its callback. Without `onTimeout` its timeout fails
  /// `WaitTimeout`.
  record Await(
      String id,
      Optional<String> variable,
      String signal,
      Expression timeout,
      Optional<Duration> heartbeat,
      Optional<HandlerCall> notification,
      OptionalInt onTimeout)
      implements Instruction {}

  /// Asks a handler at once and then every so often until a condition holds, which sees the latest
  /// answer under the variable's name. `timeout` is total and fails `PollTimeout`.
  record Poll(
      Optional<String> variable,
      HandlerCall call,
      Expression every,
      Expression until,
      Expression timeout)
      implements Instruction {}

  /// Begins a child execution of the workflow of this name and waits for its result.
  record CallWorkflow(
      String id,
      Optional<String> variable,
      String workflow,
      Map<String, Expression> arguments,
      Optional<Expression> timeout,
      Optional<HandlerCall> compensate)
      implements Instruction {
    public CallWorkflow {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
  }

  /// Begins a child execution that outlives its parent; gives `{id}`, the name of the execution.
  record StartWorkflow(
      String id, Optional<String> variable, String workflow, Map<String, Expression> arguments)
      implements Instruction {
    public StartWorkflow {
      arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
  }

  record Jump(int target) implements Instruction {}

  /// Goes to `target` where the condition is false.
  record JumpUnless(Expression condition, int target) implements Instruction {}

  /// Goes to `target` unless the value equals one of `cases` by the equality of the language
  /// (`match`).
  record JumpUnlessIn(Expression value, Expression cases, int target) implements Instruction {}

  /// Raises an error by name.
  record Fail(String error, Optional<Expression> message, Optional<Expression> data)
      implements Instruction {}

  /// Raises again the error that the variable of a `catch` holds.
  record Refail(String variable) implements Instruction {}

  /// Raises `NoMatch`, with the subject in its message.
  record NoMatch(Expression subject) implements Instruction {}

  /// Ends the workflow with a success.
  record Return(Expression value) implements Instruction {}

  /// Runs branches that begin at `branches` and each end with [Next], at most `max` at a time, then
  /// goes on at `end`. The variable gets `{errors}` where the policy collects them.
  record Parallel(
      String id,
      Optional<String> variable,
      OptionalInt max,
      Join join,
      List<Integer> branches,
      int end)
      implements Instruction {
    public Parallel {
      branches = List.copyOf(branches);
    }
  }

  /// Runs the body, which begins at the next instruction and ends with [Next], for each item: one
  /// after the other, or as branches of which at most `parallel` run at a time; then goes on at
  /// `end`. The variable gets what the items yield.
  record ForEach(
      String id,
      Optional<String> variable,
      String item,
      Expression items,
      OptionalInt parallel,
      Join join,
      int end)
      implements Instruction {}

  /// Runs the body, which begins at the next instruction and ends with [Next], while the condition
  /// holds, then goes on at `end`; more than `max` times fails `LoopLimit`.
  record While(String id, Expression condition, int max, int end) implements Instruction {}

  /// The normal end of the body of a loop, of a branch or of an item.
  record Next() implements Instruction {}

  /// Ends the item of the innermost `for` with a value.
  record Yield(Expression value) implements Instruction {}

  /// Leaves the innermost loop.
  record Break() implements Instruction {}

  /// Goes on with the next turn of the innermost loop.
  record Continue() implements Instruction {}

  /// Runs the body, which begins at the next instruction and ends with [EndTry]. An error goes to
  /// the first of `catches` that names it, whose block ends with [EndTry] as well. However that
  /// ends, the block at `last` runs then, which ends with [EndFinally]. Goes on at `end`.
  record Try(List<Catch> catches, OptionalInt last, int end) implements Instruction {
    public Try {
      catches = List.copyOf(catches);
    }
  }

  /// Where an error goes: no `errors` takes every one. The variable is known in its block alone.
  record Catch(List<String> errors, Optional<String> variable, int target) {
    public Catch {
      errors = List.copyOf(errors);
    }
  }

  record EndTry() implements Instruction {}

  record EndFinally() implements Instruction {}

  record EnterScope() implements Instruction {}

  /// Ends a scope normally: its undos are handed outward.
  record LeaveScope() implements Instruction {}

  /// Runs the undos of the innermost scope, then goes on.
  record Rollback() implements Instruction {}

  /// Forgets the undos of the innermost scope.
  record Commit() implements Instruction {}
}
