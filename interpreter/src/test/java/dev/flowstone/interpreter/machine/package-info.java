/// Tests of the pure machine.
@NullMarked
package dev.flowstone.interpreter.machine;

import org.jspecify.annotations.NullMarked;
