package dev.flowstone.interpreter.machine;

/// Why undos run, and so what follows them.
public sealed interface Purpose {

  /// `rollback`: the execution goes on with the next statement.
  record Rollback() implements Purpose {}

  /// An error leaves: it is raised once the undos have run.
  record Raise(Fault fault) implements Purpose, Completion {}

  /// The fiber ends, since it was stopped.
  record Stopping(Stop stop) implements Purpose, Completion {}

  /// The fiber is there to undo one member of a fan-out.
  record Member() implements Purpose {}
}
