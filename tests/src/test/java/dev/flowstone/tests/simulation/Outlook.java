package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Everything that an execution wants at one moment: what is to be performed, and when it wants to
/// be looked at. Two interpreters that agree on it after every event, and on the end, agree.
record Outlook(Set<Doing> doings, Set<Timer> timers) {

  /// One attempt that is to be made, announced or interrupted.
  sealed interface Doing {
    record Invoke(
        String call,
        int attempt,
        String handler,
        Value.Fields input,
        boolean announced,
        Optional<Duration> timeout,
        Optional<Duration> heartbeat,
        Optional<Command.Outcome> undoes)
        implements Doing {}

    record Interrupt(String call, int attempt) implements Doing {}

    record Begin(String call, String child, String workflow, Value.Fields input, boolean detached)
        implements Doing {}

    record Recall(String call, String child) implements Doing {}
  }

  static Outlook empty() {
    return new Outlook(new HashSet<>(), new HashSet<>());
  }

  static Outlook of(Program program, State state) {
    Outlook outlook = empty();
    for (Command command : state.outstanding(program)) {
      outlook.doings.add(
          switch (command) {
            case Command.Invoke invoke ->
                new Doing.Invoke(
                    invoke.call(),
                    invoke.attempt(),
                    invoke.handler(),
                    invoke.input(),
                    invoke.journalStart(),
                    invoke.timeout(),
                    invoke.heartbeat(),
                    invoke.forward().map(Command.Forward::outcome));
            case Command.Interrupt(String call, int attempt) -> new Doing.Interrupt(call, attempt);
            case Command.StartChild start ->
                new Doing.Begin(
                    start.call(), start.child(), start.workflow(), start.input(), start.detached());
            case Command.CancelChild(String call, String child, String _) ->
                new Doing.Recall(call, child);
          });
    }
    outlook.timers.addAll(state.timers());
    return outlook;
  }
}
