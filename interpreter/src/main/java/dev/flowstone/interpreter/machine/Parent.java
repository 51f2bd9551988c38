package dev.flowstone.interpreter.machine;

/// Who has begun an execution: the `call` or `start` of another one, by its name, incarnation and
/// call. For the end of one that is `detached`, begun by a `start`, nobody waits. `depth` counts
/// the executions above, from 1.
public record Parent(String name, String id, String call, boolean detached, int depth) {

  /// How deep executions may begin each other, so that a workflow that calls itself comes to an
  /// end.
  public static final int DEEPEST = 100;

  public static final String TOO_DEEP = "workflows call each other more than " + DEEPEST + " deep";

  /// An execution as the parent of one that a call of its begins.
  public static Parent of(State state, String call, boolean detached) {
    int above = state.identity().parent().map(Parent::depth).orElse(0);
    return new Parent(state.name(), state.id(), call, detached, above + 1);
  }
}
