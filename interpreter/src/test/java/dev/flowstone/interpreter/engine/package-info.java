/// The engine over real and simulated stores, clocks and handlers.
@NullMarked
package dev.flowstone.interpreter.engine;

import org.jspecify.annotations.NullMarked;
