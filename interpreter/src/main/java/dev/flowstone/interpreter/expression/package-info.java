/// Evaluates expressions: pure, bounded, and with errors as values.
@NullMarked
package dev.flowstone.interpreter.expression;

import org.jspecify.annotations.NullMarked;
