/// The memory store under the contracts, and what is its own.
@NullMarked
package dev.flowstone.interpreter.store.memory;

import org.jspecify.annotations.NullMarked;
