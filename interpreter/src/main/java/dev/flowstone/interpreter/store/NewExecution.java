package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.Optional;

/// What a start writes. `id` is the random incarnation, so that a reused name never meets old
/// slots; `inputHash` tells an idempotent repetition from a clash (rule 36 of the language);
/// `status` is the machine's after the first slot; `deadline` is that of the workflow, before which
/// no store may expire anything of it.
public record NewExecution(
    String name,
    String id,
    String workflow,
    String version,
    String inputHash,
    int format,
    String status,
    Slot first,
    Optional<Instant> deadline) {}
