/// Tests of workflows: one execution with the real machine, in memory, on a clock that is moved and
/// not waited for, with handlers that do what a test says.
///
/// A test is deterministic and has no thread: whatever is due next happens next, and a year of
/// waiting takes no time. What the engine would make durable is written and read again on the way,
/// so that a test also shows that nothing is lost where its host is.
@NullMarked
package dev.flowstone.interpreter.testing;

import org.jspecify.annotations.NullMarked;
