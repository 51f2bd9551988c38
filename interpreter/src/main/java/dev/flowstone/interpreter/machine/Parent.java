package dev.flowstone.interpreter.machine;

/// Who has begun an execution: the `call` or `start` of another one, by its name, incarnation and
/// call. For the end of one that is `detached`, begun by a `start`, nobody waits.
public record Parent(String name, String id, String call, boolean detached) {}
