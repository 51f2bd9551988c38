/// The store in memory: the oracle of the others, as weak as the weakest of them where a test wants
/// it to be.
@NullMarked
package dev.flowstone.interpreter.store.memory;

import org.jspecify.annotations.NullMarked;
