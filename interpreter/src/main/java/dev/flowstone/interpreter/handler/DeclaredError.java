package dev.flowstone.interpreter.handler;

/// An error that a handler declares to raise.
public record DeclaredError(String name, boolean permanent, String description) {}
