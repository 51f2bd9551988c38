package dev.flowstone.grammar.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// One instruction of a [Program]. Targets are indexes into its code. Variables are named as in the
/// source, since names are workflow-wide; names made by the compiler begin with `$`.
///
/// The set is closed per semantics version; constructs that the machine does not run yet have no
/// instruction.
public sealed interface Instruction {

  /// The calls of handlers that it makes or registers.
  default List<HandlerCall> calls() {
    return switch (this) {
      case Step(var _, HandlerCall call, Optional<HandlerCall> undo) ->
          Stream.concat(Stream.of(call), undo.stream()).toList();
      case Await await -> await.notification().stream().toList();
      case Assign _,
          Sleep _,
          SleepUntil _,
          Jump _,
          JumpUnless _,
          JumpUnlessIn _,
          Fail _,
          NoMatch _,
          Return _,
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

  record Jump(int target) implements Instruction {}

  /// Goes to `target` where the condition is false.
  record JumpUnless(Expression condition, int target) implements Instruction {}

  /// Goes to `target` unless the value equals one of `cases` by the equality of the language
  /// (`match`).
  record JumpUnlessIn(Expression value, Expression cases, int target) implements Instruction {}

  /// Raises an error by name.
  record Fail(String error, Optional<Expression> message, Optional<Expression> data)
      implements Instruction {}

  /// Raises `NoMatch`, with the subject in its message.
  record NoMatch(Expression subject) implements Instruction {}

  /// Ends the workflow with a success.
  record Return(Expression value) implements Instruction {}

  record EnterScope() implements Instruction {}

  /// Ends a scope normally: its undos are handed outward.
  record LeaveScope() implements Instruction {}

  /// Runs the undos of the innermost scope, then goes on.
  record Rollback() implements Instruction {}

  /// Forgets the undos of the innermost scope.
  record Commit() implements Instruction {}
}
