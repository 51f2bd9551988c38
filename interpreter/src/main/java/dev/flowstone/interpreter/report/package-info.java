/// Executions told to programs: the JSON documents that `flow --json` prints and a host's API
/// answers, and how they are read again.
@NullMarked
package dev.flowstone.interpreter.report;

import org.jspecify.annotations.NullMarked;
