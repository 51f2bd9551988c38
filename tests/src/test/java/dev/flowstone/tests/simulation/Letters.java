package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What the oracle is told from outside, each once, and the signals that it keeps.
final class Letters {
  private final Oracle oracle;
  private final Map<String, Deque<Value>> mailbox = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();
  private final Set<String> signals;

  Letters(Oracle oracle) {
    this.oracle = oracle;
    this.signals = Statements.in(oracle.written.tree().body());
  }

  /// The oldest signal of a name that is kept.
  Optional<Value> takeSignal(String name) {
    return Optional.ofNullable(mailbox.get(name)).flatMap(kept -> Optional.ofNullable(kept.poll()));
  }

  boolean deliver(Event.Delivered delivered) {
    if (delivered.message() instanceof Message.CallbackHeartbeat(String wait)) {
      Instant when = delivered.acceptedAt();
      return awaiting(wait, true)
          .map(found -> found.heard(when.isBefore(delivered.at()) ? when : delivered.at()))
          .orElse(false);
    }
    if (!consumed.add(delivered.key())) {
      return false;
    }
    switch (delivered.message()) {
      case Message.Signal(String name, Value payload) -> signal(name, payload);
      case Message.CallbackSucceeded(String wait, Value payload) ->
          awaiting(wait, false).ifPresent(found -> found.answered(payload));
      case Message.CallbackFailed failed -> {
        if (failed.error().matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
          awaiting(failed.awaitId(), false)
              .ifPresent(found ->
                  found.failed(
                      new Fault(
                          failed.error(), failed.message(), failed.data(), Optional.empty(), 0)));
        }
      }
      case Message.CallbackHeartbeat _ -> throw new IllegalStateException("it was taken before");
      case Message.Move _ -> oracle.lineage().arrived(delivered.key());
      case Message.Cancel(String reason) -> oracle.cancel(new Stop.Cancelled(reason));
      case Message.Terminate(String reason) -> oracle.terminate(new Stop.Terminated(reason));
      case Message.Redrive _ -> oracle.redrive(oracle.lineage().now());
      case Message.Pause _ -> oracle.pause();
      case Message.Resume _ -> oracle.unpause();
      case Message.ChildEnded(String call, String _, var how) ->
          oracle.lanes.stream()
              .filter(lane -> lane.blocked instanceof Delegating one && one.awaits(call))
              .findFirst()
              .ifPresent(lane -> ((Delegating) Objects.requireNonNull(lane.blocked)).ended(how));
    }
    return true;
  }

  private void signal(String name, Value payload) {
    if (!oracle.keepsSignals() || !signals.contains(name)) {
      return;
    }
    Optional<Awaiting> first =
        open().stream()
            .filter(wait -> wait.signal().equals(name))
            .min(Comparator.comparingInt(Awaiting::ordinal));
    first.ifPresentOrElse(
        wait -> wait.answered(payload),
        () -> mailbox.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(payload));
  }

  private Optional<Awaiting> awaiting(String id, boolean heartbeat) {
    return open().stream()
        .filter(wait -> Integer.toString(wait.ordinal()).equals(id))
        .filter(wait -> !heartbeat || wait.hasHeartbeat())
        .findFirst();
  }

  private List<Awaiting> open() {
    List<Awaiting> open = new ArrayList<>();
    for (Lane lane : oracle.lanes) {
      if (lane.blocked instanceof Awaiting wait && wait.isOpen()) {
        open.add(wait);
      }
    }
    return open;
  }
}
