/// The pure machine: the next state of an execution, given a state and an event.
///
/// It names no clock, random source, thread or I/O (I5), so that the same events always give the
/// same bytes.
@NullMarked
package dev.flowstone.interpreter.machine;

import org.jspecify.annotations.NullMarked;
