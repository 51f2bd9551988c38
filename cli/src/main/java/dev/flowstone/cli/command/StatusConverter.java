package dev.flowstone.cli.command;

import dev.flowstone.interpreter.machine.Status;

/// Reads the status of an execution, in small letters.
final class StatusConverter extends EnumWord<Status> {
  StatusConverter() {
    super(Status.class);
  }
}
