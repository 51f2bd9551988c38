package dev.flowstone.interpreter.machine;

/// Who waits for an execution: the `call` of another one, by its name, incarnation and call.
public record Parent(String name, String id, String call) {}
