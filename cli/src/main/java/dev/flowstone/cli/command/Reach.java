package dev.flowstone.cli.command;

import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.store.Query;

/// Where the executions are that a command is about, and how it gets at them: the store of a
/// folder, or a deployed host. Both answer the documents of [dev.flowstone.interpreter.report].
sealed interface Reach permits LocalReach, RemoteReach {

  Value.Fields status(String name);

  Value.Fields list(Query query);

  Value.Fields history(String name);

  /// Sends, tells what became of it, and answers the exit code.
  int deliver(Outgoing what, Delivering how);

  /// Moves an execution to another version of its workflow and goes on with it. Answers the exit
  /// code.
  int move(String name, WorkflowSource source, String reason, HostOptions options);

  /// Lets an execution go on, if it is paused, and goes on with it. Answers the exit code.
  int resume(String name, String reason, HostOptions options);
}
