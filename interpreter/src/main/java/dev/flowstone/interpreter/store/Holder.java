package dev.flowstone.interpreter.store;

import java.time.Duration;

/// A host that holds executions. `host` is random per process; `lease` is how long it may be
/// silent.
public record Holder(String host, Duration lease) {}
