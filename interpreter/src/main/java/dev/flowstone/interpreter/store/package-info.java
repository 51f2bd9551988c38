/// The port to where executions are kept, and its implementations on one machine.
@NullMarked
package dev.flowstone.interpreter.store;

import org.jspecify.annotations.NullMarked;
