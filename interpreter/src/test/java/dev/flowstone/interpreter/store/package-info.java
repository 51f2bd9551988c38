/// The contracts of the stores, which every implementation extends.
@NullMarked
package dev.flowstone.interpreter.store;

import org.jspecify.annotations.NullMarked;
