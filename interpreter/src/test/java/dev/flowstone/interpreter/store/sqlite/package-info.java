/// The sqlite store under the contracts, and what is its own.
@NullMarked
package dev.flowstone.interpreter.store.sqlite;

import org.jspecify.annotations.NullMarked;
