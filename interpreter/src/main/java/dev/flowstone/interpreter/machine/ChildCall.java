package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;
import java.util.Optional;

/// A child execution: being started, or running while a `call` waits for it.
///
/// `id` names the call in events, `name` the execution. `due` is the call's timeout; where that has
/// `passed`, the child was told to cancel and its end is waited for.
///
/// @param started whether it is known to exist
public record ChildCall(
    String id,
    String name,
    Value.Fields input,
    Instant since,
    Optional<Instant> due,
    boolean started,
    boolean passed) {

  ChildCall begun() {
    return new ChildCall(id, name, input, since, due, true, passed);
  }

  ChildCall overdue() {
    return new ChildCall(id, name, input, since, due, started, true);
  }
}
