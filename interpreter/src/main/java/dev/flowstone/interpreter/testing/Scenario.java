package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// One execution of a workflow in a test: what goes in, what its handlers do and what happens to
/// it.
///
/// @param name of the execution; its id is made of it, so that each test has idempotency keys of
///   its own
/// @param stubs what handlers do; the first that takes a call counts
/// @param happenings in the order of their times
/// @param workflows those that it may call
/// @param crashing whether the host dies after every checkpoint
public record Scenario(
    Program program,
    String name,
    Value input,
    Instant start,
    List<Stub> stubs,
    List<Happening> happenings,
    Workflows workflows,
    HandlerRegistry handlers,
    boolean crashing) {

  /// When an execution starts where the test does not say.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  public Scenario {
    stubs = List.copyOf(stubs);
    happenings = happenings.stream().sorted(Comparator.comparing(Happening::time)).toList();
  }

  /// The incarnation of the execution.
  String id() {
    String source = program.workflow() + "\n" + name;
    return UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
