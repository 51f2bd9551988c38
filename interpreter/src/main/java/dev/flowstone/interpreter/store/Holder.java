package dev.flowstone.interpreter.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A host that holds executions. `host` is random per process; `lease` is how long it may be
/// silent; `deadline` is when the host certainly stops (a function's own deadline), which bounds
/// what a lost one may still be doing.
public record Holder(String host, Duration lease, Optional<Instant> deadline) {}
