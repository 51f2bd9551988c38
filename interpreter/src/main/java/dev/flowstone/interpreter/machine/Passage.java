package dev.flowstone.interpreter.machine;

/// That execution went from one instruction of the program to another: what test coverage is made
/// of. An instruction that is only begun has passed to itself.
public record Passage(int from, int to) {}
