package dev.flowstone.interpreter.store;

/// What a claim writes. `nonce` is random per activation and makes a repeated claim the same claim;
/// `format` is the newest format of states and events that the host knows, and the one that it will
/// write; `asked` takes over also what is not due and forgets failed tries, though not whether the
/// last was interrupted, for an operator who asks for it.
public record Claiming(Holder holder, String nonce, int format, boolean asked) {}
