/// Running it: the pure machine, the engine, the ports it needs, the embedded store.
@NullMarked
package dev.flowstone.interpreter;

import org.jspecify.annotations.NullMarked;
