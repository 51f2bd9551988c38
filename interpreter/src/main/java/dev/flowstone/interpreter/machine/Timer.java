package dev.flowstone.interpreter.machine;

import java.time.Instant;

/// A time at which the execution wants to be told, by [Event.TimerFired] with the same key and due
/// time.
public record Timer(String key, Instant due) {}
