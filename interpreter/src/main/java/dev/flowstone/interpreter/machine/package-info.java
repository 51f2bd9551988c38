/// The pure machine: the next state and its commands, given a state and an event.
@NullMarked
package dev.flowstone.interpreter.machine;

import org.jspecify.annotations.NullMarked;
