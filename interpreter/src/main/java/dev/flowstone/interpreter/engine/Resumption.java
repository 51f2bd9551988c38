package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Meta;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/// How a resumption went.
public sealed interface Resumption {

  /// It runs here, perhaps already for a while.
  record Running(CompletableFuture<Departure> departure) implements Resumption {}

  /// Nothing is due: it waits.
  record NotDue(Meta meta) implements Resumption {}

  /// Another host is at it.
  record Busy(String host, Instant until) implements Resumption {}

  record Ended(Meta meta) implements Resumption {}

  record Missing() implements Resumption {}

  /// One sentence that says why this host cannot: its state or program is of a newer version.
  record Refused(String reason) implements Resumption {}
}
