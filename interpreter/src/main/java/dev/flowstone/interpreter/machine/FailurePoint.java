package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import org.pcollections.PMap;

/// Where an execution stood when a branch failed whose error left the workflow: what a redrive goes
/// back to.
///
/// `fibers` are those of that moment, the one that failed as [Activity.Failed]. `completed` are the
/// outputs of calls of theirs that ended well afterwards, by the id of the call: they are not made
/// again.
public record FailurePoint(List<Fiber> fibers, PMap<String, Value> completed) {

  public FailurePoint {
    fibers = List.copyOf(fibers);
  }

  FailurePoint withCompleted(String call, Value output) {
    return new FailurePoint(fibers, completed.plus(call, output));
  }
}
